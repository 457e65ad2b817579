import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { keys } from '../../../shared/adapters/dynamodb/keys.ts';
import { linkRow, linkRowKey, rowOf } from '../../../shared/adapters/dynamodb/link-row.ts';
import type { Effect } from '../../../shared/contracts/effect.ts';
import { type Link, linkItem } from '../../../shared/contracts/link-item.ts';
import type { Owed } from '../../../shared/contracts/owed.ts';
import { aLink } from '../../builders/a-link.ts';

const told = { state: 'done', generation: 0, requestHash: '', isAudited: true } as const;
const found = { state: 'done', generation: 0, sentAtEpochMs: 0, requestHash: '' } as const;

const anInstant = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 4_000_000_000_000 }));
const anEffect: fc.Arbitrary<Effect> = fc.oneof(
  anInstant.map((sentAtEpochMs) => ({ ...told, sentAtEpochMs })),
  fc.constant(found),
  fc.record(
    {
      state: fc.constantFrom('sending', 'failed', 'done', 'rejected'),
      generation: fc.nat(2),
      sentAtEpochMs: anInstant,
      firstSentAtEpochMs: anInstant,
      resentAtEpochMs: anInstant,
      requestHash: fc.constantFrom('', 'hash'),
      bodyHash: fc.constant('hash'),
      heardAtEpochMs: anInstant,
      missedLookUps: fc.nat(3),
      refusals: fc.nat(4),
      lastRequestId: fc.constantFrom('r1', 'r2'),
      isAudited: fc.boolean(),
    },
    { requiredKeys: ['state', 'generation', 'sentAtEpochMs', 'requestHash'] },
  ),
);
const aName = fc.oneof(
  fc.constantFrom('create', 'history', 'payment:1', 'timeline:posted'),
  fc.stringMatching(/^[a-z:#@%/]{1,12}$/),
  fc.constantFrom(
    'tracking-option@org-1/c/bath/0',
    'tracking-option@org-2/c/bath/0',
    'tracking-option@/c/bath/0',
    'tracking-option@$&/c/bath/0',
  ),
);
const aNote = { what: 'timeline', note: 'posted', text: 'Posted.' } as const;
const anId = fc.option(fc.constantFrom('a', 'b'), { nil: undefined });
const aDebt: fc.Arbitrary<Owed> = fc.oneof(
  fc.constant({ what: 'metadata' } as const),
  fc.constant({ what: 'history', refusals: 1 } as const),
  fc
    .record({ contactSourceId: anId, siteSourceId: anId, invoiceSourceId: anId })
    .map((of) => ({ ...aNote, ...withoutNothing(of) })),
);
const anyLink: fc.Arbitrary<Link> = fc
  .record({
    operatorId: fc.stringMatching(/^[a-z0-9][a-z0-9-]{1,11}$/),
    kind: fc.constantFrom('contact', 'invoice', 'credit_note'),
    sourceId: fc.stringMatching(/^[a-z0-9_#:]{1,12}$/),
    effects: fc.dictionary(aName, anEffect),
    owed: fc.array(aDebt, { maxLength: 4 }),
    version: fc.record({
      at: fc.constant('2026-11-30T09:00:00Z'),
      rank: fc.nat(3),
      fingerprint: fc.constantFrom('', 'deleted', 'f'.repeat(32)),
    }),
    owedSinceEpochMs: fc.option(anInstant, { nil: undefined }),
    accountId: fc.option(fc.constantFrom('org-1', '', '$&'), { nil: undefined }),
    revision: fc.nat(9),
  } as const)
  .map((parts) => aLink(withoutNothing(parts)));

/** Leaves out what is undefined, as a link that was read has it. */
function withoutNothing<T extends object>(fields: T): T {
  const given = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as T;
}

describe('the row of a link', () => {
  it('is read as the link that was stored, whatever is in it', () => {
    fc.assert(
      fc.property(anyLink, (link) => {
        expect(z.parse(linkRow, { ...rowOf(link), ...keys.link(link) })).toEqual(link);
        expect(z.parse(linkRowKey, keys.link(link))).toEqual({
          operatorId: link.operatorId,
          target: link.target,
          kind: link.kind,
          sourceId: link.sourceId,
        });
      }),
    );
  });

  it('holds of an effect that is done and told of only when it was sent', () => {
    const sending = { ...told, state: 'sending', sentAtEpochMs: 2 } as const;
    const again = { ...told, generation: 1, sentAtEpochMs: 3 };
    const effects = { create: { ...told, sentAtEpochMs: 1 }, history: found, sending, again };

    expect(rowOf(aLink({ effects }))).toEqual({
      revision: 0,
      owed: [],
      done: { create: 1, history: 0 },
      effects: { sending, again },
    });
  });

  it('names its company once', () => {
    const accountId = '7d2c3c4e-0d52-4f0a-9a55-0d8f3f9f1c11';
    const [own, other] = ['tracking-option@~/c/bath/0', 'tracking-category@org-2/bath/0'];
    const sending = { ...told, state: 'sending', sentAtEpochMs: 2 } as const;
    const effects = {
      [own.replace('~', accountId)]: { ...told, sentAtEpochMs: 1 },
      [other]: { ...told, sentAtEpochMs: 2 },
      [`tracking-category@${accountId}/sites/0`]: sending,
    };

    expect(rowOf(aLink({ accountId, effects }))).toMatchObject({
      done: { [own]: 1, [other]: 2 },
      effects: { 'tracking-category@~/sites/0': sending },
    });
  });

  it('holds the records that its notes concern once', () => {
    const of = { contactSourceId: 'con_1', invoiceSourceId: 'inv_1' };
    const posted = { what: 'timeline', note: 'posted', text: 'Posted.', ...of } as const;
    const paid = { ...posted, note: 'payment:1', text: 'Paid.' };
    const other = { what: 'timeline', note: 'void', text: 'Voided.' } as const;
    const link = aLink({ owed: [posted, paid, paid, other] });

    const short = { what: 'timeline', note: 'payment:1', text: 'Paid.', sameRecords: true };
    expect(rowOf(link).owed).toEqual([posted, short, short, other]);
  });

  it('is read with the beginnings of the hashes that versions before stored', () => {
    const [long, short] = ['0123456789abcdef'.repeat(4), '0123456789abcdef'.repeat(2)];
    const sending = { state: 'sending', generation: 0, sentAtEpochMs: 1 } as const;
    const withHash = (hash: string) =>
      aLink({
        version: { at: '', rank: 0, fingerprint: hash },
        judgedVersion: { at: '', rank: 1, fingerprint: hash },
        effects: { create: { ...sending, requestHash: hash, bodyHash: hash } },
      });
    const row = { ...withHash(long), ...keys.link(aLink()) };

    expect(z.parse(linkRow, row)).toEqual(withHash(short));
  });

  it('is read in full from versions that stored all of it', () => {
    const link = aLink({ effects: { create: { ...told, sentAtEpochMs: 1 }, history: found } });
    const owing = { ...link, owed: [{ what: 'metadata' }], owedSinceEpochMs: 7 };
    const place = { directoryKey: 'OWED', directorySort: '0000000000000009' };

    expect(z.parse(linkRow, { ...link, ...keys.link(link) })).toEqual(link);
    expect(z.parse(linkRow, { ...owing, ...keys.link(link) })).toEqual(owing);
    // Its place there was that of its last save.
    expect(z.parse(linkRow, { ...link, ...place, ...keys.link(link) })).toEqual(link);
  });

  it('is no link for the version before, which would miss what is done', () => {
    const link = aLink({ effects: { create: { ...told, sentAtEpochMs: 1 } } });

    expect(z.safeParse(linkItem, { ...rowOf(link), ...keys.link(link) }).success).toBe(false);
  });

  it.each([
    ['another kind of row', { sk: 'ISSUE#xero#invoice#inv_0001' }],
    ['an unheard-of target', { sk: 'LINK#unheard_of#invoice#inv_0001' }],
    ['times that are none', { done: { create: 'yesterday' } }],
    ['no journal', { effects: undefined }],
    ['records of a note that is not there', { owed: [{ ...aNote, sameRecords: true }] }],
    ['a place without an instant', { directoryKey: 'OWED#1', directorySort: 'soon' }],
  ])('is refused with %s', (_what, broken) => {
    const row = { ...rowOf(aLink()), ...keys.link(aLink()), ...broken };

    expect(z.safeParse(linkRow, row).success).toBe(false);
  });
});
