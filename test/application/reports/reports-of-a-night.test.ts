import { beforeEach, describe, expect, it } from 'vitest';
import {
  loadMonth,
  loadOpenings,
  loadRows,
} from '../../../shared/application/reports/load-reports.ts';
import { repairMismatches } from '../../../shared/application/reports/repair-mismatches.ts';
import { parseMinor } from '../../../shared/domain/money/decimal.ts';
import { monthCsv } from '../../../shared/domain/month-report/month-csv.ts';
import { monthFile } from '../../../shared/domain/month-report/month-file.ts';
import { statementView } from '../../../shared/domain/portal/statement-view.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { operatorId } from '../../support/vendors-in-process.ts';
import { aNightThrough, lost, whose, workAsked } from '../../support/worked-nights.ts';

let pipeline: Pipeline;
const november = { ...whose, month: '2026-11' };

beforeEach(async () => {
  pipeline = await startPipeline({ settings: { startDate: '2026-10-01', historyNotes: false } });
});

async function reports() {
  const judged = await loadMonth(pipeline.ports, november);
  if (judged === undefined) throw new Error('November was not compared.');
  const statement = statementView(
    {
      ...{ operatorName: 'Acorn', companyName: undefined, judged },
      ...(await loadOpenings(pipeline.ports, november)),
    },
    { timeZone: 'Europe/London', nowEpochMs: pipeline.clock.nowEpochMs() },
  );
  const rows = await loadRows(pipeline.ports, judged.proof);
  const none = { source: () => undefined, ledger: () => undefined };
  const [heads = '', ...lines] = monthCsv(monthFile(judged, rows, none));
  const columns = heads.split(',');
  const sum = (name: string) =>
    lines
      .map((line) => parseMinor(line.split(',')[columns.indexOf(name)] || '0', 2))
      .reduce((all, minor) => all + minor, 0);
  return { judged, statement, lines, sum };
}

describe('the reports of a night', () => {
  it('are in step to the penny, and the file comes to the sums of the statement', async () => {
    await pipeline.press('month-end-run', { count: 12 });
    await pipeline.settle();
    const [paid, credited] = (await pipeline.storaState()).invoices;
    await pipeline.press('pay', { invoiceId: paid?.id });
    await pipeline.press('credit', { invoiceId: credited?.id });
    await pipeline.settle();
    pipeline.clock.advance(24 * 3_600_000);
    await aNightThrough(pipeline);

    const { judged, statement, lines, sum } = await reports();

    expect(statement.answer).toEqual({ tone: 'ok', words: 'In step to the penny' });
    expect(statement.currencies[0]?.balance.isEven).toBe(true);
    expect(new Set(statement.currencies[0]?.lines.map(({ difference }) => difference))).toEqual(
      new Set(['£0.00']),
    );
    expect(lines).toHaveLength(13);
    const { source, ledger } = judged.proof.currencies[0] ?? {};
    expect(source?.creditedMinor).toBeGreaterThan(0);
    const posted = (side: typeof source) => (side?.postedMinor ?? 0) - (side?.creditedMinor ?? 0);
    expect([sum('Stora gross'), sum('Xero gross')]).toEqual([posted(source), posted(ledger)]);
    expect(sum('Stora paid')).toBe(source?.paidMinor);
    expect(sum('Difference')).toBe(0);
  });

  it('list what nobody promised to serve, and a press brings it over', async () => {
    await pipeline.press('month-end-run', { count: 2 });
    await lost(pipeline, async () => {});
    pipeline.clock.advance(24 * 3_600_000);
    const connectedAt = new Date(pipeline.clock.nowEpochMs()).toISOString();
    pipeline.stores.connections.seed(
      aConnection({ operatorId, provider: 'stora', epoch: 1, connectedAt }),
    );
    await aNightThrough(pipeline);
    const { judged, sum } = await reports();
    expect(judged.proof.found).toEqual({ missing: 2 });
    expect(sum('Difference')).toBe(judged.proof.currencies[0]?.differenceMinor);

    const wish = { class: 'missing', actor: 'operator' } as const;
    expect(await repairMismatches(pipeline.ports, november, wish)).toEqual({
      answer: 'queued',
      count: 2,
    });
    await workAsked(pipeline);
    await aNightThrough(pipeline, { months: [november.month] });

    expect((await reports()).judged.proof.found).toEqual({});
  });
});
