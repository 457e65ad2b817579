import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { readUnits } from '../../../shared/application/apply-changes/read-units.ts';
import type { Batch } from '../../../shared/application/apply-changes/unit.ts';
import type { Version } from '../../../shared/contracts/version.ts';
import type {
  InvoiceStatus,
  SourceContact,
  SourceInvoice,
  SourceRecord,
} from '../../../shared/domain/source/records.ts';
import {
  type Comparison,
  compareVersions,
} from '../../../shared/domain/versions/compare-versions.ts';
import {
  canonicalText,
  recordRank,
  recordTime,
} from '../../../shared/domain/versions/record-version.ts';
import { sourceReader } from '../../../shared/source/clients.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { aLink } from '../../builders/a-link.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { InMemoryLinks } from '../../fakes/in-memory-links.ts';
import { startPipeline } from '../../support/pipeline.ts';

const startEpochMs = Date.parse('2026-11-30T09:00:00Z');
const crypto = new FakeCrypto();

/** Few seconds, so that ties come up; now and then a time in another zone. */
const instant = fc
  .record({ second: fc.nat(4), isAbroad: fc.boolean() })
  .map(({ second, isAbroad }) => {
    const epochMs = startEpochMs + second * 1_000;
    if (!isAbroad) return new Date(epochMs).toISOString();
    return new Date(epochMs + 3_600_000).toISOString().replace('Z', '+01:00');
  });

const unreadable = fc.constantFrom('', 'soon', '2026-13-01T00:00:00Z');

/** Content that decides rank and fingerprint, as a record has it. */
const version = (at: fc.Arbitrary<string>): fc.Arbitrary<Version> =>
  fc
    .record({ at, rank: fc.nat(3), content: fc.nat(3) })
    .map(({ content, rank, ...rest }) => ({ ...rest, rank, fingerprint: `${rank}/${content}` }));

const anyVersion = version(fc.oneof({ weight: 6, arbitrary: instant }, unreadable));
const datedVersion = version(instant);

const opposite: Record<Comparison, Comparison> = {
  newer: 'older',
  older: 'newer',
  same: 'same',
  tie: 'tie',
};

const address = fc.record(
  { line1: fc.string(), city: fc.string(), postalCode: fc.string() },
  { requiredKeys: [] },
);
const contact: fc.Arbitrary<SourceContact> = fc.record(
  {
    id: fc.string({ minLength: 1 }),
    name: fc.string(),
    email: fc.string(),
    phone: fc.string(),
    taxId: fc.string(),
    address,
    updatedAt: instant,
    metadata: fc.dictionary(fc.string(), fc.string(), { maxKeys: 3 }),
  },
  { requiredKeys: ['id', 'name', 'metadata'] },
);

const statuses: InvoiceStatus[] = ['draft', 'open', 'uncollectible', 'paid', 'void'];
const invoice: fc.Arbitrary<SourceInvoice> = fc.record({
  id: fc.constant('inv_1'),
  number: fc.constantFrom('A-1', 'A-2'),
  status: fc.constantFrom(...statuses),
  currency: fc.constant('GBP'),
  issuedAt: instant,
  totalMinor: fc.nat(500),
  taxMinor: fc.nat(100),
  paidMinor: fc.nat(500),
  contactId: fc.constant('con_1'),
  lines: fc.array(
    fc.record({
      description: fc.string(),
      quantity: fc.nat(3),
      priceMinor: fc.nat(500),
      discountMinor: fc.nat(5),
      taxMinor: fc.nat(100),
      totalMinor: fc.nat(500),
    }),
    { maxLength: 2 },
  ),
});

const record: fc.Arbitrary<SourceRecord> = fc.oneof(
  contact.map((one) => ({ kind: 'contact', record: one }) as const),
  invoice.map((one) => ({ kind: 'invoice', record: one }) as const),
);

/** The same value with the keys of every object in another order. */
function reversed<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversed) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, member]) => [key, reversed(member)] as const);
  return Object.fromEntries(entries.toReversed()) as T;
}

/** What a worker does with one delivery after the other; a tie is settled by the source. */
function deliver(states: readonly Version[], latest: Version | undefined): Version | undefined {
  let standing: Version | undefined;
  for (const incoming of states) {
    const comparison = compareVersions(standing, incoming);
    if (comparison === 'newer') standing = incoming;
    if (comparison === 'tie') standing = latest;
  }
  return standing;
}

function isLater(left: Version, right: Version): boolean {
  if (left.rank !== right.rank) return left.rank > right.rank;
  return Date.parse(left.at) > Date.parse(right.at);
}

describe('versions', () => {
  test.prop([anyVersion, anyVersion])(
    'are judged the other way round when the two are exchanged, readable or not',
    (left, right) => {
      expect(compareVersions(right, left)).toBe(opposite[compareVersions(left, right)]);
    },
  );

  test.prop([datedVersion, datedVersion, datedVersion])(
    'never go round in a circle',
    (first, second, third) => {
      // A state that comes back is the same state, whenever it was: see the customer renamed back below.
      fc.pre(first.fingerprint !== third.fingerprint);
      fc.pre(compareVersions(first, second) === 'newer');
      fc.pre(compareVersions(second, third) === 'newer');
      expect(compareVersions(first, third)).toBe('newer');
    },
  );

  test.prop([anyVersion, fc.oneof(instant, unreadable)])(
    'of equal content are the same, whatever their times: what was applied is not applied again',
    (applied, at) => {
      expect(compareVersions(applied, { ...applied, at })).toBe('same');
    },
  );

  test.prop([fc.uniqueArray(datedVersion, { minLength: 1, selector: (one) => one.fingerprint })])(
    'only ever move forward, in whatever order the deliveries come',
    (states) => {
      let standing: Version | undefined;
      for (const incoming of states) {
        const before = standing;
        if (compareVersions(standing, incoming) === 'newer') standing = incoming;
        if (before && standing) expect(isLater(before, standing)).toBe(false);
      }
    },
  );

  test.prop([
    fc
      .uniqueArray(datedVersion, { minLength: 1, selector: (one) => one.fingerprint })
      .chain((states) =>
        fc.tuple(
          fc.constant(states),
          fc.shuffledSubarray([...states, ...states], { minLength: states.length * 2 }),
        ),
      ),
  ])('end at the same state for every order and number of deliveries', ([states, shuffled]) => {
    const latest = states.reduce((standing, next) => (isLater(next, standing) ? next : standing));
    const end = deliver(shuffled, latest);
    expect([end?.rank, Date.parse(end?.at ?? '')]).toEqual([latest.rank, Date.parse(latest.at)]);
  });

  test.prop([record])('do not depend on the order in which the source writes its keys', (one) => {
    expect(canonicalText(reversed(one))).toBe(canonicalText(one));
  });

  test.prop([record, record])('are told apart by content, and by nothing else', (left, right) => {
    const isEqual = compareContent(left, right);
    expect(canonicalText(left) === canonicalText(right)).toBe(isEqual);
  });

  test.prop([contact, instant, fc.string()])(
    'of a contact do not change with what we wrote back ourselves',
    (one, updatedAt, targetId) => {
      const metadata = { ...one.metadata, 'rollerdoor:xero': targetId };
      const echo = { ...one, updatedAt, metadata };
      expect(canonicalText({ kind: 'contact', record: echo })).toBe(
        canonicalText({ kind: 'contact', record: one }),
      );
    },
  );

  test.prop([record, instant])('have a rank and a readable time for every record', (one, at) => {
    expect(recordRank(one)).toBeGreaterThanOrEqual(0);
    expect(Number.isNaN(Date.parse(recordTime(one, at)))).toBe(false);
  });

  test.prop([invoice, fc.constantFrom(...statuses), fc.tuple(instant, instant)])(
    'of a paid invoice never go back to an open one, however late the open one comes',
    (one, status, [paidAt, at]) => {
      const versionOf = (state: SourceInvoice, when: string): Version => {
        const found: SourceRecord = { kind: 'invoice', record: state };
        const fingerprint = crypto.sha256Hex(canonicalText(found));
        return { at: recordTime(found, when), rank: recordRank(found), fingerprint };
      };
      fc.pre(status !== 'paid' && status !== 'void');
      const paid = versionOf({ ...one, status: 'paid' }, paidAt);
      expect(compareVersions(paid, versionOf({ ...one, status }, at))).toBe('older');
    },
  );

  test.prop([fc.option(datedVersion, { nil: undefined }), instant, fc.string({ minLength: 1 })])(
    'of a record that the source deleted are never applied again',
    async (applied, updatedAt, name) => {
      const { operatorId, kind, sourceId } = aChangeMessage({ kind: 'contact' });
      const links = new InMemoryLinks();
      const { version: _version, ...link } = aLink({ operatorId, kind, sourceId, revision: 1 });
      links.seed({ ...link, ...(applied ? { version: applied } : {}), deletedAt: updatedAt });
      const resource = aStoraContact({ id: sourceId, full_name: name, updated_at: updatedAt });
      const message = aChangeMessage({ kind, sourceId, resource, occurredAt: updatedAt });

      const { units } = await readUnits([message], batchOver(links));

      // Equal or older ones end as well, only under another name.
      expect(units[0]?.outcome?.kind).toBe('skipped');
    },
  );
});

const orders = [
  [0, 1, 2],
  [0, 2, 1],
  [1, 0, 2],
  [1, 2, 0],
  [2, 0, 1],
  [2, 1, 0],
];

describe('a customer who is renamed and renamed back', () => {
  it.each(orders.flatMap((order) => [1, 3].map((batchSize) => [order, batchSize] as const)))(
    'ends with the first name when the changes come in the order %j, %i at a time',
    async (order, batchSize) => {
      const pipeline = await startPipeline();
      const name = { email: 'ada@example.org', full_name: 'Ada Byron' };
      const { contact } = await pipeline.press('new-contact', name);
      for (const full_name of ['Ada King', 'Ada Byron']) {
        pipeline.clock.advance(2_000);
        await pipeline.press('update-contact', { contactId: contact.id, full_name });
      }
      await pipeline.deliver();
      const messages = pipeline.changes.messages();
      const mixed = order.flatMap((at) => messages[at] ?? []);

      for (let at = 0; at < mixed.length; at += batchSize)
        await pipeline.apply(mixed.slice(at, at + batchSize));

      const { contacts } = await pipeline.xeroState();
      expect(contacts.map((one: { name: string }) => one.name)).toEqual(['Ada Byron']);
    },
  );
});

/** As much of a batch as reading needs; the source has nothing any more. */
function batchOver(links: InMemoryLinks): Batch {
  const source = { getContact: async () => undefined };
  return {
    accountId: undefined,
    near: { readAtEpochMs: 0, links: new Map() },
    source,
    ports: { links, crypto, clock: new FakeClock(), sourceReader },
  } as unknown as Batch;
}

/** Content by itself: without what differs between a webhook and a read, or was written by us. */
function compareContent(left: SourceRecord, right: SourceRecord): boolean {
  const bare = ({ kind, record: one }: SourceRecord) => {
    const content: Record<string, unknown> = { ...one };
    const ours = kind === 'contact' ? ['metadata', 'updatedAt'] : ['contact', 'siteName'];
    for (const key of ours) delete content[key];
    return JSON.stringify(sorted(content));
  };
  return bare(left) === bare(right);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return entries
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => [key, sorted(member)]);
}
