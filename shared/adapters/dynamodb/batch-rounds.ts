import type { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import type { ItemKey } from './keys.ts';

/** So often in a row a call may get nothing done; 1.5 s at the most with the pauses between. */
const fruitlessAtMost = 5;
const firstPauseMs = 50;

export interface BatchPlace {
  client: DynamoDBDocumentClient;
  tableName: string;
  pause: (durationMs: number) => Promise<unknown>;
}

interface Rounds<K> {
  /** DynamoDB takes no more in one call. */
  perCall: number;
  /** One call; returns the keys that DynamoDB left, beside whatever else. */
  send: (open: K[]) => Promise<Array<ItemKey | Record<string, unknown>>>;
  pause: BatchPlace['pause'];
  gaveUp: (left: number) => Error;
}

/**
 * Sends all in as few calls as fit, none twice in one, and what DynamoDB left again until nothing is left: it
 * does a batch in parts when that is too large or the table too busy.
 * @throws gaveUp when that does not end.
 */
export async function inRounds<K extends ItemKey>(all: K[], rounds: Rounds<K>): Promise<void> {
  const distinct = [...new Map(all.map((one) => [keyText(one), one])).values()];
  for (let at = 0; at < distinct.length; at += rounds.perCall)
    await untilDone(distinct.slice(at, at + rounds.perCall), rounds);
}

export function keyText({ pk, sk }: ItemKey | Record<string, unknown>): string {
  return JSON.stringify([String(pk), String(sk)]);
}

async function untilDone<K extends ItemKey>(all: K[], rounds: Rounds<K>): Promise<void> {
  let open = all;
  let fruitless = 0;
  for (;;) {
    const left = new Set((await rounds.send(open)).map(keyText));
    const rest = open.filter((one) => left.has(keyText(one)));
    if (rest.length === 0) return;
    fruitless = rest.length < open.length ? 0 : fruitless + 1;
    if (fruitless >= fruitlessAtMost) throw rounds.gaveUp(rest.length);
    open = rest;
    await rounds.pause(firstPauseMs * 2 ** fruitless);
  }
}
