import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mismatchClass } from '../../../../shared/contracts/mismatch.ts';
import type { ProofRow } from '../../../../shared/contracts/month-proof.ts';
import { areEqual, booksOf, compareBooks } from '../compare-books.ts';
import { operatorId } from '../year-plan.ts';
import { openYear, type YearScene } from '../year-scene.ts';
import { judgeNight, type Said, type Standing } from './judge-night.ts';
import { PlantedYear } from './plant-year.ts';
import { plants } from './plants.ts';

const days = 7;
/** Everything that can be planted beside other things is, and nothing is mended yet. */
const plantedOn = 1;

/** What the judge says of comparisons that are wrong on purpose. */
const saidOf = new Map<string, string[]>();
/** What one night said of all that was planted at once, and what it should have said. */
let said: Said;
let standing: Standing | undefined;
let year: YearScene;
let planting: PlantedYear;

beforeAll(async () => {
  year = await openYear({ seed: 3, units: 10, hasFaults: false, lostOfAll: 0 });
  letSlip();
  planting = new PlantedYear(year, { seed: 3, perDay: plants.length, isOnce: true });
  year.eachNight(async (ended) => {
    const judged = await planting.judge(ended.night);
    if (judged.standing.listed.length > (standing?.listed.length ?? 0))
      ({ said, standing } = judged);
    await planting.afterNight(ended);
  });
  for (let day = 0; day < days; day += 1) {
    await planting.beforeDay(day);
    await year.day(day);
    if (day === plantedOn) await playSlips();
  }
  await planting.end();
}, 120_000);

afterAll(() => year.close());

describe('what is planted', () => {
  it('is every class, and each way in which it comes about', () => {
    const { planted, skipped } = planting.figures();

    expect(new Set(plants.map((one) => one.class))).toEqual(
      new Set([...mismatchClass.options, 'none']),
    );
    expect(Object.keys(planted).sort()).toEqual([...mismatchClass.options].sort());
    expect(skipped).toBe(0);
  });

  it('is listed by the night, exactly and in its class, and not any more once it is mended', () => {
    expect(planting.wrong()).toEqual([]);
    expect(planting.figures().listed).toBeGreaterThan(plants.length);
  });

  it('leaves equal books, but for what a person accepted', () => {
    const isAccepted = (id: string) => planting.isAccepted(id);

    expect(areEqual(compareBooks(booksOf(year, isAccepted)))).toBe(true);
    expect(planting.figures().accepted).toBeGreaterThan(0);
  });
});

/** Reports that are wrong on purpose. */
const wrongReports: Record<string, (of: Said) => Said> = {
  'leaves one out': changedProofs((proof) => ({ ...proof, mismatches: proof.mismatches.slice(1) })),
  'lists one twice': changedProofs((proof) => ({
    ...proof,
    mismatches: [...proof.mismatches, ...proof.mismatches.slice(0, 1)],
  })),
  'takes one for another class': changedProofs((proof) => ({
    ...proof,
    mismatches: proof.mismatches.map((one) =>
      one.class === 'tax' ? { ...one, class: 'account' as const } : one,
    ),
  })),
  'is a penny off': changedProofs((proof) => ({
    ...proof,
    mismatches: proof.mismatches.map((one) =>
      one.class === 'amount' ? { ...one, differenceMinor: one.differenceMinor + 1 } : one,
    ),
  })),
  'leaves something unexplained': changedProofs((proof) => ({
    ...proof,
    currencies: proof.currencies.map((one) => ({ ...one, unexplainedMinor: 1 })),
  })),
  'counts otherwise than it lists': changedProofs((proof) => ({
    ...proof,
    found: { ...proof.found, missing: 99 },
  })),
  'says nothing of customers': ({ proofs, night }) => ({
    proofs,
    night: { ...night, mismatches: [] },
  }),
  'has no proof of a month': ({ proofs, night }) => ({ night, proofs: proofs.slice(1) }),
};

function changedProofs(change: (proof: Said['proofs'][number]) => Said['proofs'][number]) {
  return ({ night, proofs }: Said): Said => ({
    night,
    proofs: proofs.map((proof) => (proof.mismatches.length > 0 ? change(proof) : proof)),
  });
}

function wanted(): Standing {
  if (standing === undefined) throw new Error('Nothing was planted.');
  return standing;
}

describe('the judge', () => {
  it('takes the report as it was for right', () => {
    expect(judgeNight(said, wanted())).toEqual([]);
  });

  it.each(Object.entries(wrongReports))('does not take one that %s', (_how, wrong) => {
    expect(judgeNight(wrong(said), wanted())).not.toEqual([]);
  });
});

/** Comparisons that are wrong on purpose: what they are told is not what stands there. */
const asSource = (of: (source: ProofRow, row: ProofRow) => Partial<ProofRow>) => {
  return (rows: ProofRow[], sources: ReadonlyMap<string, ProofRow>): ProofRow[] =>
    rows.map((row) => {
      const source = sources.get(row.sourceId ?? '');
      return source === undefined ? row : { ...row, ...of(source, row) };
    });
};
type Slip = ReturnType<typeof asSource>;
const asItIs: Slip = (rows) => rows;
let slipNow = asItIs;
const slips: Record<string, Slip> = {
  'ignores tax': asSource(({ taxMinor, lines }) => ({ taxMinor, lines })),
  'ignores accounts': asSource(({ lines }, row) => ({
    lines: row.lines.map((line, at) => ({
      ...line,
      accountCode: lines[at]?.accountCode ?? line.accountCode,
    })),
  })),
  'ignores the day': asSource(({ day }) => (day === undefined ? {} : { day })),
  'ignores payments': asSource(({ paidMinor }) => ({ paidMinor })),
  'takes what is void for standing': (rows) => rows.map((row) => ({ ...row, isOut: false })),
  'takes the first of two that bear one reference': (rows) => [
    ...new Map(rows.map((row) => [row.sourceId ?? row.targetId, row])).values(),
  ],
  'does not see what only the ledger knows': (rows, sources) =>
    rows.filter(({ sourceId = '' }) => sources.has(sourceId)),
};

describe('a comparison that is wrong on purpose', () => {
  it('is none where nothing is wrong with it', () => {
    expect(saidOf.get('nothing')).toEqual([]);
  });

  it.each(Object.keys(slips))('is found where it %s', (how) => {
    expect(saidOf.get(how)?.length).toBeGreaterThan(0);
  });
});

/** Whatever nights are told of the ledger goes through the slip at hand. */
function letSlip(): void {
  const { proofPages } = year.world.stores.bare;
  const ofRun = proofPages.ofRun.bind(proofPages);
  proofPages.ofRun = async (of) => {
    const pages = await ofRun(of);
    const rows = pages.filter(({ side }) => side === 'source').flatMap((page) => page.rows);
    const sources = new Map(rows.map((row) => [row.sourceId ?? '', row]));
    return pages.map((page) =>
      page.side === 'ledger' ? { ...page, rows: slipNow(page.rows, sources) } : page,
    );
  };
}

/** Nights of the months in which things are planted, each with a slip; the proofs stay what they were. */
async function playSlips(): Promise<void> {
  const { monthProofs } = year.world.stores.bare;
  const before = await monthProofs.list(operatorId, 'xero');
  for (const [how, slip] of [['nothing', asItIs] as const, ...Object.entries(slips)]) {
    slipNow = slip;
    saidOf.set(how, await planting.judgeNow(['2025-12', '2025-11']));
  }
  slipNow = asItIs;
  // As if they were of a night that began after those with the slips.
  const nightBeganAtEpochMs = year.world.engine.time.nowEpochMs();
  for (const proof of before) await monthProofs.put({ ...proof, nightBeganAtEpochMs });
}
