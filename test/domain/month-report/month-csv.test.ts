import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ProofRow } from '../../../shared/contracts/month-proof.ts';
import { parseMinor } from '../../../shared/domain/money/decimal.ts';
import { filePart, rowsAPart } from '../../../shared/domain/month-report/file-parts.ts';
import { judgedMonth } from '../../../shared/domain/month-report/judged-month.ts';
import { monthCsv, pairsOf } from '../../../shared/domain/month-report/month-csv.ts';
import { monthFile } from '../../../shared/domain/month-report/month-file.ts';
import { aMismatch, anEvenMonth, anUnevenMonth } from '../../builders/a-compared-month.ts';
import { aProofRow } from '../../builders/a-proof-row.ts';

const pages = {
  source: (_kind: string, id: string) => `https://source.example/${id}`,
  ledger: (_kind: string, id: string) => `https://ledger.example/${id}`,
};

/** Rows as records of their columns; none of the values here has a comma. */
function read(lines: string[]): Array<Record<string, string>> {
  const [heads = '', ...rows] = lines;
  const names = heads.split(',');
  return rows.map((row) =>
    Object.fromEntries(row.split(',').map((cell, at) => [names[at] ?? '', cell])),
  );
}

function fileOf(source: ProofRow[], ledger: ProofRow[], proof = anEvenMonth()) {
  return read(monthCsv(monthFile(judgedMonth(proof, []), { source, ledger }, pages)));
}

describe('the file of a month', () => {
  it('has one row for each document, with all figures and links of both sides', () => {
    const [row, ...others] = fileOf([aProofRow()], [aProofRow()]);

    expect(others).toEqual([]);
    expect(row).toMatchObject({
      Kind: 'Invoice',
      Number: 'ABC-361',
      Customer: 'Ada Byron',
      Currency: 'GBP',
      'Stora day': '2026-11-15',
      'Stora site': 'Bath Riverside',
      'Stora account': '200',
      'Stora net': '100.00',
      'Stora tax': '20.00',
      'Stora gross': '120.00',
      'Stora paid': '120.00',
      'Stora credited': '0.00',
      'Stora open': '0.00',
      'Stora status': 'paid',
      'Stora link': 'https://source.example/inv_0361',
      'Xero gross': '120.00',
      'Xero status': 'paid',
      'Xero link': 'https://ledger.example/a1b2c3d4-0000-4000-8000-000000000361',
      Difference: '0.00',
      Mismatch: '',
    });
  });

  it('pairs by the reference where the id of the ledger is not known', () => {
    const { targetId: _unknown, ...source } = aProofRow();

    expect(fileOf([source], [aProofRow()])).toHaveLength(1);
  });

  it('shows a document of one side alone, with what it makes', () => {
    const [missing] = fileOf([aProofRow()], []);
    const [doubled] = fileOf([], [aProofRow()]);

    expect(missing).toMatchObject({ 'Xero status': 'not in this month', Difference: '-120.00' });
    expect(doubled).toMatchObject({ 'Stora status': 'not in this month', Difference: '120.00' });
  });

  it('keeps two documents that stand for one apart', () => {
    const twice = [aProofRow(), aProofRow({ targetId: 'another' })];

    expect(pairsOf([aProofRow()], twice).map(({ source }) => source !== undefined)).toEqual(
      expect.arrayContaining([true, false]),
    );
  });

  it('names what is not the same, and what was accepted', () => {
    const proof = anUnevenMonth([aMismatch()], { accepted: [aMismatch({ class: 'site' })] });
    const [row] = fileOf([aProofRow()], [aProofRow({ totalMinor: 10_200 })], proof);

    expect(row).toMatchObject({ Difference: '-18.00', Mismatch: 'Other amount; Other site' });
  });

  it('does not let a spreadsheet run a name as a formula', () => {
    const [, line = ''] = monthCsv(
      monthFile(
        judgedMonth(anEvenMonth(), []),
        { source: [aProofRow({ customer: '=HYPERLINK("x")' })], ledger: [] },
        pages,
      ),
    );

    expect(line).toContain(`"'=HYPERLINK(""x"")"`);
  });

  it('adds up to the sums of the month: credit notes against, what is out to nothing', () => {
    const row = fc.record({
      kind: fc.constantFrom('invoice' as const, 'credit_note' as const),
      isOut: fc.boolean(),
      totalMinor: fc.integer({ min: 0, max: 9_999_999 }),
      sourceId: fc.uuid(),
    });
    fc.assert(
      fc.property(fc.uniqueArray(row, { selector: ({ sourceId }) => sourceId }), (given) => {
        const rows = given.map((one) => aProofRow({ ...one, taxMinor: 0, targetId: one.sourceId }));
        const sum = rows.reduce(
          (all, one) => all + (one.isOut ? 0 : one.kind === 'invoice' ? 1 : -1) * one.totalMinor,
          0,
        );
        const column = fileOf(rows, rows).map((cells) => parseMinor(cells['Stora gross'] ?? '', 2));

        expect(column.reduce((all, minor) => all + minor, 0)).toBe(sum);
      }),
      { numRuns: 50 },
    );
  });
});

describe('a file that is too large for one answer', () => {
  const lines = ['heads', ...Array.from({ length: rowsAPart + 1 }, (_, at) => `row ${at}`)];

  it('comes in parts, each with the names of the columns', () => {
    expect(filePart(lines, 1)).toMatchObject({ parts: 2, lines: { length: rowsAPart + 1 } });
    expect(filePart(lines, 2)).toEqual({ parts: 2, lines: ['heads', `row ${rowsAPart}`] });
    expect(filePart(lines, 3)).toBeUndefined();
  });

  it('has one part where nothing is in it', () => {
    expect(filePart(['heads'], 1)).toEqual({ parts: 1, lines: ['heads'] });
  });
});
