import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Link } from '../../../shared/contracts/link-item.ts';
import { mismatchClass } from '../../../shared/contracts/mismatch.ts';
import type { MonthFacts, Proved } from '../../../shared/domain/reconcile/month-facts.ts';
import { proveMonth } from '../../../shared/domain/reconcile/prove-month.ts';
import type { LedgerDocument } from '../../../shared/ports/ledger/documents.ts';
import { type Distortion, distortions } from '../../support/proof-distortions.ts';
import type { ProofWorld } from '../../support/proof-world.ts';
import { movedAccount, randomWorld, worldOf } from '../../support/random-proof-world.ts';

const months = ['2026-10', '2026-11', '2026-12'];
type Prove = (facts: MonthFacts) => Proved;

/** Which invoices are distorted, and how. */
const plan = fc.array(fc.tuple(fc.nat(20), fc.nat(distortions.length - 1)), { maxLength: 8 });

/** Distorts each invoice once at most; what is to be found, `class id`. */
function distort(world: ProofWorld, planned: Array<[number, number]>): string[] {
  const planted: string[] = [];
  const touched = new Set<string>();
  for (const [at, which] of planned) {
    const distortion = distortions[which];
    const id = `inv_${at}`;
    if (distortion === undefined || touched.has(id)) continue;
    const found = plantOne(world, id, distortion);
    if (found === undefined) continue;
    touched.add(id);
    planted.push(found);
  }
  return planted.sort();
}

function plantOne(world: ProofWorld, id: string, distortion: Distortion): string | undefined {
  const invoice = world.documents.find(
    ({ kind, record }) => kind === 'invoice' && record.id === id,
  );
  const link = world.links.get(`invoice ${id}`);
  // What somebody else entered is not ours to judge by its lines.
  if (invoice?.kind !== 'invoice' || link?.posted?.seal === undefined) return undefined;
  if (!distortion.fits(invoice.record, world.standingOf(id))) return undefined;
  return `${distortion.class} ${distortion.plant(world, invoice.record) ?? id}`;
}

/** The list is exactly what was planted, and it explains the difference of what both sides really hold. */
const finds = (prove: Prove) =>
  fc.property(randomWorld, plan, (random, planned) => {
    const world = worldOf(random);
    const planted = distort(world, planned);
    const found = new Set<string>();
    for (const month of months) {
      const { mismatches, currencies } = prove(world.facts(month));
      for (const one of mismatches) found.add(`${one.class} ${one.sourceId}`);
      for (const { currency, differenceMinor, unexplainedMinor } of currencies) {
        const explained = mismatches
          .filter((one) => one.currency === currency)
          .reduce((sum, one) => sum + one.differenceMinor, 0);
        expect(explained).toBe(differenceMinor);
        expect(unexplainedMinor).toBe(0);
      }
    }
    expect([...found].sort()).toEqual(planted);
    expect(differences(world, prove)).toEqual(heldBy(world));
  });

/** Ledger less source over all months, by currency. */
function differences(world: ProofWorld, prove: Prove): Record<string, number> {
  return sums(
    months.flatMap((month) =>
      prove(world.facts(month)).currencies.map(
        (one) => [one.currency, one.differenceMinor] as const,
      ),
    ),
  );
}

/** The same, counted from the documents themselves. */
function heldBy(world: ProofWorld): Record<string, number> {
  const { startDate } = world.settings;
  const isOut = (status: string) => ['DRAFT', 'VOIDED', 'draft', 'void'].includes(status);
  const sign = (kind: string) => (kind === 'invoice' ? 1 : -1);
  return sums([
    ...world.ledger
      .filter(({ document }) => !isOut(document.status))
      .map(({ kind, document }) => [document.currency, sign(kind) * document.totalMinor] as const),
    ...world.documents
      .filter(({ record }) => !isOut(record.status) && record.issuedAt >= startDate)
      .map(({ kind, record }) => [record.currency, -sign(kind) * record.totalMinor] as const),
    ...[...world.links.values()].flatMap((link) => closedBy(world, link)),
  ]);
}

/** What we closed is to stand there with our credit note, although the source knows nothing of that. */
function closedBy(world: ProofWorld, { sourceId, posted }: Link): Array<readonly [string, number]> {
  if (posted?.closing === undefined) return [];
  const isAtSource = world.documents.some(({ record }) => record.id === sourceId);
  const isVoid = posted.closing.purpose === 'void' && isAtSource;
  const invoiceMinor = isVoid ? posted.totalMinor : 0;
  return [[posted.currency, posted.closing.totalMinor - invoiceMinor]];
}

function sums(amounts: Array<readonly [string, number]>): Record<string, number> {
  const byCurrency: Record<string, number> = { GBP: 0, EUR: 0 };
  for (const [currency, minor] of amounts)
    byCurrency[currency] = (byCurrency[currency] ?? 0) + minor;
  return byCurrency;
}

/** Mistakes that a comparison could have; each must be found by the same property. */
const mistakes: Record<string, Prove> = {
  'that ignores tax': (facts) =>
    proveMonth({
      ...facts,
      ledger: facts.ledger.map((row) => {
        const source = facts.source.find((one) => one.sourceId === row.sourceId);
        return { ...row, taxMinor: source?.taxMinor ?? row.taxMinor };
      }),
    }),
  'that does not look at the ledger alone': (facts) =>
    proveMonth({
      ...facts,
      ledger: facts.ledger.filter((row) => facts.linkOf(row.kind, row.sourceId ?? '')),
    }),
  'that believes our links': (facts) =>
    proveMonth({
      ...facts,
      ledger: facts.ledger.map((row) => {
        const posted = facts.linkOf(row.kind, row.sourceId ?? '')?.posted;
        return posted === undefined ? row : { ...row, totalMinor: posted.totalMinor };
      }),
    }),
};

function isOn(account: string, { document }: { document: LedgerDocument }): boolean {
  return document.lines?.some(({ accountCode }) => accountCode === account) ?? false;
}

describe('proveMonth, in random worlds', () => {
  it('lists exactly what was planted, and explains the difference to the penny', () => {
    fc.assert(finds(proveMonth), { numRuns: 150 });
  });

  it.each(Object.keys(mistakes))('would not pass with a comparison %s', (mistake) => {
    const prove = mistakes[mistake] ?? proveMonth;
    expect(fc.check(finds(prove), { numRuns: 2000, endOnFailure: true }).failed).toBe(true);
  });

  it('takes what was posted under other settings as it stands', () => {
    fc.assert(
      fc.property(randomWorld, (random) => {
        const world = worldOf(random);
        const moved = world.posted().filter((one) => isOn(movedAccount, one));
        const accountMap = { [movedAccount]: '825' };
        world.settings = { ...world.settings, accountMap, savedAt: '2027-01-01T00:00:00Z' };
        const found = months.flatMap((month) => {
          const { mismatches, currencies } = proveMonth(world.facts(month));
          for (const { byAccount } of currencies)
            for (const { source, ledger } of byAccount) expect(source).toEqual(ledger);
          return mismatches.map((one) => `${one.class} ${one.sourceId}`);
        });
        const planted = moved.map(({ sourceId }) => `settings_changed ${sourceId}`);
        expect(new Set(found)).toEqual(new Set(planted));
      }),
      { numRuns: 60 },
    );
  });

  it('plants every class', () => {
    const planted = new Set(distortions.map((one) => one.class));
    expect(mismatchClass.options.filter((one) => !planted.has(one))).toEqual([]);
  });
});
