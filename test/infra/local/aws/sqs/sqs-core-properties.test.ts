import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CoreUnderTest, createFifo, openCore } from './core-under-test.ts';

// The model: per group the messages that are still there, each with the end of its invisibility.
interface ModelMessage {
  readonly body: string;
  readonly group: string;
  handle: string | undefined;
  hiddenUntilEpochMs: number;
}

class Model {
  readonly groups = new Map<string, ModelMessage[]>();

  add(group: string, body: string): void {
    const message = { body, group, handle: undefined, hiddenUntilEpochMs: 0 };
    this.groups.set(group, [...(this.groups.get(group) ?? []), message]);
  }

  find(body: string): ModelMessage | undefined {
    return this.all().find((message) => message.body === body);
  }

  all(): ModelMessage[] {
    return [...this.groups.values()].flat();
  }

  remove(message: ModelMessage): void {
    const rest = this.groups.get(message.group)?.filter((other) => other !== message) ?? [];
    this.groups.set(message.group, rest);
  }

  inFlight(nowEpochMs: number): ModelMessage[] {
    return this.all().filter((message) => message.hiddenUntilEpochMs > nowEpochMs);
  }

  availableIn(group: string, nowEpochMs: number): ModelMessage[] {
    const messages = this.groups.get(group) ?? [];
    const isBlocked = messages.some((message) => message.hiddenUntilEpochMs > nowEpochMs);
    return isBlocked ? [] : messages;
  }
}

type Step =
  | { readonly kind: 'send'; readonly group: string }
  | { readonly kind: 'receive'; readonly limit: number; readonly seconds: number }
  | { readonly kind: 'delete'; readonly pick: number }
  | { readonly kind: 'change'; readonly pick: number; readonly seconds: number }
  | { readonly kind: 'wait'; readonly ms: number };

const seconds = fc.constantFrom(0, 1, 5, 30);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('send'), group: fc.constantFrom('a', 'b', 'c') }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('receive'),
      limit: fc.integer({ min: 1, max: 10 }),
      seconds,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('delete'), pick: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('change'), pick: fc.nat(20), seconds }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('wait'),
      ms: fc.constantFrom(1, 999, 1_000, 5_000, 30_000),
    }),
  },
);

interface Run {
  readonly world: CoreUnderTest;
  readonly url: string;
  readonly model: Model;
  sent: number;
}

type Steps = {
  readonly [Kind in Step['kind']]: (run: Run, step: Extract<Step, { kind: Kind }>) => void;
};

const steps: Steps = {
  send: (run, { group }) => {
    run.sent += 1;
    const MessageBody = `${group}${run.sent}`;
    run.world.core.sendMessage({
      QueueUrl: run.url,
      MessageBody,
      MessageGroupId: group,
      MessageDeduplicationId: MessageBody,
    });
    run.model.add(group, MessageBody);
  },
  receive: (run, { limit, seconds: visibility }) => checkReceive(run, limit, visibility),
  delete: (run, { pick }) => {
    const message = pickInFlight(run, pick);
    if (!message) return;
    const ReceiptHandle = message.handle ?? '';
    run.world.core.deleteMessage({ QueueUrl: run.url, ReceiptHandle });
    run.model.remove(message);
  },
  change: (run, { pick, seconds: VisibilityTimeout }) => {
    const message = pickInFlight(run, pick);
    if (!message) return;
    const ReceiptHandle = message.handle ?? '';
    run.world.core.changeMessageVisibility({ QueueUrl: run.url, ReceiptHandle, VisibilityTimeout });
    message.hiddenUntilEpochMs = run.world.now() + VisibilityTimeout * 1_000;
  },
  wait: (run, { ms }) => run.world.passTime(ms),
};

function pickInFlight({ model, world }: Run, pick: number): ModelMessage | undefined {
  const inFlight = model.inFlight(world.now());
  return inFlight[pick % Math.max(1, inFlight.length)];
}

function checkReceive(run: Run, limit: number, VisibilityTimeout: number): void {
  const { world, model, url } = run;
  const nowEpochMs = world.now();
  const available = [...model.groups.keys()].flatMap((group) =>
    model.availableIn(group, nowEpochMs),
  );
  const request = { QueueUrl: url, MaxNumberOfMessages: limit, VisibilityTimeout };
  const messages = world.core.receiveMessage(request).Messages ?? [];

  // Nothing is lost: whatever may be given is given, up to the limit.
  expect(messages).toHaveLength(Math.min(limit, available.length));
  const bodies = messages.map((message) => message.Body);
  const groups = [...new Set(bodies.map((body) => body.charAt(0)))];
  const expected = groups.flatMap((group) =>
    model.availableIn(group, nowEpochMs).map((message) => message.body),
  );
  // In order, nobody else has them, and a group is emptied before the next one starts.
  expect(bodies).toEqual(expected.slice(0, bodies.length));
  for (const message of messages) {
    const known = model.find(message.Body);
    if (!known) throw new Error(`${message.Body} was deleted before`);
    known.handle = message.ReceiptHandle;
    known.hiddenUntilEpochMs = nowEpochMs + VisibilityTimeout * 1_000;
  }
}

function apply<Kind extends Step['kind']>(run: Run, next: Extract<Step, { kind: Kind }>): void {
  const kind: Kind = next.kind as Kind;
  steps[kind](run, next);
}

// At the end everything that was never deleted comes out in order of its group.
function drain(run: Run): void {
  const { world, url, model } = run;
  world.passTime(30_000);
  const left = Object.groupBy(model.all(), (message) => message.group);
  const seen: Record<string, string[]> = {};
  for (let rounds = 0; rounds <= run.sent; rounds += 1) {
    const messages = world.core.receiveMessage({ QueueUrl: url, MaxNumberOfMessages: 3 }).Messages;
    if (!messages) break;
    for (const { Body, ReceiptHandle } of messages) {
      const group = Body.charAt(0);
      seen[group] = [...(seen[group] ?? []), Body];
      world.core.deleteMessage({ QueueUrl: url, ReceiptHandle });
    }
  }
  const expected = Object.entries(left).map(([group, messages]) => [
    group,
    messages?.map((message) => message.body),
  ]);
  expect(seen).toEqual(Object.fromEntries(expected));
}

describe('SqsCore under any order of requests', () => {
  it('keeps the order of every group, loses nothing and gives no message to two receivers', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120, size: 'max' }), (sequence) => {
        const world = openCore();
        const run: Run = { world, url: createFifo(world), model: new Model(), sent: 0 };
        for (const next of sequence) apply(run, next);
        drain(run);
      }),
      { numRuns: 300 },
    );
  });
});
