import type { DocumentKind } from '../../contracts/ids.ts';
import type { Written } from '../../ports/writes.ts';
import type { Unit } from '../apply-changes/unit.ts';
import { sendEffects } from '../effects/send-effects.ts';
import type { BatchWith } from './ledger-batch.ts';

/** A note on one document, under the effect by which it is journaled. */
export interface Note {
  effect: string;
  text: string;
  kind: DocumentKind;
  targetId: string;
}

/** Writes a note in a document's history, once: one without an answer is looked for by its text. */
export function sendNote(
  unit: Unit,
  { effect, text, kind, targetId }: Note,
  call: { batch: BatchWith<'history'>; finish(answer: Written<true>): void | Promise<void> },
): Promise<void> {
  const { batch, finish } = call;
  const { history } = batch.ledger;
  return sendEffects([{ unit, effect, body: text }], batch, {
    policy: batch.policies.once,
    find: async (intents) => {
      const known = await history.notesOf(kind, targetId);
      return new Map(known.includes(text) ? intents.map((intent) => [intent, true as const]) : []);
    },
    send: async (_intents, key) => [await history.add(kind, targetId, { text, key })],
    finish: (_intent, answer) => finish(answer),
  });
}
