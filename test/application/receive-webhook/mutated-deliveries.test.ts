import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../shared/application/receive-webhook/receive-webhook.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { endpointId, openIntake, unlimited, webhookText } from './intake.ts';

type Genuine = Delivery & { signatureHeader: string };
/** One way to spoil a delivery; undefined when it would come out as genuine as before. */
type Mutation = (genuine: Genuine) => Delivery | undefined;

const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 });
const anyText = fc.string({ unit: 'binary', maxLength: 200 });
/** No whitespace: around the parts of a header it means nothing. */
const strange = fc.constantFrom('é', '\u0000', '𝔘', '１', '\u202e', '\ud800', '，', '＝', 'ﬀ');

const flippedBody = fc.record({ at: fc.nat(), bit: fc.nat({ max: 7 }) }).map(
  ({ at, bit }): Mutation =>
    (genuine) => ({ ...genuine, body: flip(genuine.body, { at, bit }) }),
);
const truncatedBody = fc.nat().map(
  (at): Mutation =>
    (genuine) => ({
      ...genuine,
      body: genuine.body.subarray(0, at % genuine.body.length),
    }),
);
const lengthenedBody = bytes.map(
  (more): Mutation =>
    (genuine) => ({ ...genuine, body: Buffer.concat([genuine.body, more]) }),
);
const replacedBody = fc.oneof(anyText, fc.json()).map(
  (text): Mutation =>
    (genuine) => ({ ...genuine, body: Buffer.from(text) }),
);

const flippedHeader = fc.record({ at: fc.nat(), bit: fc.nat({ max: 7 }) }).map(
  ({ at, bit }): Mutation =>
    (genuine) => {
      const header = Buffer.from(genuine.signatureHeader, 'latin1');
      return withHeader(genuine, Buffer.from(flip(header, { at, bit })).toString('latin1'));
    },
);
const truncatedHeader = fc.nat().map(
  (at): Mutation =>
    (genuine) =>
      withHeader(genuine, genuine.signatureHeader.slice(0, at % genuine.signatureHeader.length)),
);
const strangeHeader = fc.tuple(fc.nat(), strange).map(
  ([at, letter]): Mutation =>
    (genuine) => {
      const { signatureHeader } = genuine;
      const cut = at % (signatureHeader.length + 1);
      return withHeader(
        genuine,
        signatureHeader.slice(0, cut) + letter + signatureHeader.slice(cut),
      );
    },
);
const replacedHeader = anyText.map(
  (text): Mutation =>
    (genuine) =>
      withHeader(genuine, text),
);
const movedTime = fc.integer({ min: -400_000, max: 400_000 }).map(
  (seconds): Mutation =>
    (genuine) => {
      const moved = genuine.signatureHeader.replace(/\d+/, (digits) =>
        String(Number(digits) + seconds),
      );
      return withHeader(genuine, moved);
    },
);
const otherSignature = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(
  (digest): Mutation =>
    (genuine) => {
      const hex = Buffer.from(digest).toString('hex');
      return withHeader(genuine, genuine.signatureHeader.replace(/v1=.*/, `v1=${hex}`));
    },
);
const otherEndpoint = fc
  .oneof(anyText, fc.constantFrom('endpoint_of_orchard', '__proto__', `${endpointId}\n`))
  .map(
    (id): Mutation =>
      (genuine) =>
        id === endpointId ? undefined : { ...genuine, endpointId: id },
  );

const mutation = fc.oneof(
  flippedBody,
  truncatedBody,
  lengthenedBody,
  replacedBody,
  flippedHeader,
  truncatedHeader,
  strangeHeader,
  replacedHeader,
  movedTime,
  otherSignature,
  otherEndpoint,
);

/** Hex digits may be of either case, so a header that differs in nothing else is as good. */
function withHeader(genuine: Genuine, signatureHeader: string): Delivery | undefined {
  const isSame = signatureHeader.toLowerCase() === genuine.signatureHeader.toLowerCase();
  return isSame ? undefined : { ...genuine, signatureHeader };
}

function flip(source: Uint8Array, { at, bit }: { at: number; bit: number }): Uint8Array {
  const copy = Buffer.from(source);
  const index = at % copy.length;
  copy.writeUInt8(copy.readUInt8(index) ^ (1 << bit), index);
  return copy;
}

describe('a genuine delivery, spoiled in any one way', () => {
  it('is never accepted, never queued and never thrown at', { timeout: 120_000 }, async () => {
    const intake = await openIntake({ allowances: unlimited });
    const genuine = intake.signed(
      webhookText({ type: 'invoice.paid', data: { invoice: aStoraInvoice() } }),
    );
    expect((await intake.receive(genuine)).kind).toBe('accepted');
    const queuedBefore = intake.queue.sent.length;
    let spoiled = 0;

    await fc.assert(
      fc.asyncProperty(mutation, async (mutate) => {
        const delivery = mutate(genuine);
        fc.pre(delivery !== undefined);
        spoiled += 1;
        const { kind } = await intake.receive(delivery);
        expect(['bad_signature', 'unknown_endpoint']).toContain(kind);
        expect(intake.queue.sent).toHaveLength(queuedBefore);
      }),
      { numRuns: 5_000 },
    );

    expect(spoiled).toBeGreaterThanOrEqual(5_000);
  });

  it('is answered and not thrown at, whatever a holder of the secret signs', {
    timeout: 120_000,
  }, async () => {
    const intake = await openIntake({ allowances: unlimited });
    const envelope = fc.record({
      event: fc.record(
        {
          id: fc.oneof(anyText, fc.jsonValue()),
          type: fc.oneof(fc.constantFrom('contact.updated', 'invoice.paid', '.', ''), anyText),
          created_at: fc.oneof(anyText, fc.jsonValue()),
          data: fc.oneof(
            fc.record({ contact: fc.oneof(fc.record({ id: anyText }), fc.jsonValue()) }),
            fc.jsonValue(),
          ),
        },
        { requiredKeys: [] },
      ),
    });
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 300 }),
      fc.json().map((text) => Buffer.from(text)),
      envelope.map((value) => Buffer.from(JSON.stringify(value))),
    );

    await fc.assert(
      fc.asyncProperty(body, async (signedBytes) => {
        const before = intake.queue.sent.length;
        const { kind } = await intake.receive(intake.signed(signedBytes));
        expect(['accepted', 'ignored', 'unreadable']).toContain(kind);
        expect(intake.queue.sent.length - before).toBe(kind === 'accepted' ? 1 : 0);
      }),
      { numRuns: 3_000 },
    );
  });
});
