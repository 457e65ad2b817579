import { describe, expect, it } from 'vitest';
import type { Preview, PreviewFate } from '../../../shared/contracts/preview.ts';
import { csvLine } from '../../../shared/domain/csv.ts';
import { fateWords } from '../../../shared/domain/preview/fate-words.ts';
import { matchReport } from '../../../shared/domain/preview/match-report.ts';
import { adoptionCsv, previewCsv } from '../../../shared/domain/preview/preview-csv.ts';
import { adoptionLines, previewLines } from '../../../shared/domain/preview/preview-lines.ts';
import { aPreview, aPreviewedDocument } from '../../builders/a-preview.ts';

const different: PreviewFate = { kind: 'different', detail: 'HBR-2; total £1.00 there' };
const mixed: Preview = aPreview({
  isCut: true,
  unreadable: 1,
  documents: [
    aPreviewedDocument({ payment: { accountCode: '610', amountMinor: 12_000 } }),
    aPreviewedDocument({ sourceId: 'inv_2', number: 'HBR-2', fate: different, lines: [] }),
    aPreviewedDocument({ sourceId: 'inv_3', fate: { kind: 'equal' }, lines: [] }),
    aPreviewedDocument({ sourceId: 'inv_4', fate: { kind: 'known' }, lines: [] }),
    aPreviewedDocument({
      sourceId: 'inv_5',
      fate: { kind: 'left_out', reason: 'draft' },
      lines: [],
    }),
    aPreviewedDocument({
      sourceId: 'inv_6',
      fate: { kind: 'parked', cause: 'account_unknown', detail: '999' },
      lines: [],
      isBeforeStart: true,
    }),
    aPreviewedDocument({
      sourceId: 'inv_7',
      fate: { kind: 'parked', cause: 'cause_of_tomorrow', detail: 'x' },
      lines: [],
    }),
  ],
  contacts: [
    { sourceId: 'con_1', name: 'Ada', fate: { kind: 'recognised', targetId: 't' } },
    { sourceId: 'con_2', name: 'Bo', fate: { kind: 'numbered', targetId: 'u' } },
    { sourceId: 'con_3', name: 'Cy', fate: { kind: 'new' } },
    {
      sourceId: 'con_4',
      name: 'Di',
      fate: { kind: 'parked', cause: 'contact_unclear', detail: 'more than once' },
    },
  ],
});

describe('the CSV of a preview', () => {
  it.each(['=1+1', '+44 20', '-2', '@SUM(A1)', ' =1', '\t=1', '\r=1'])(
    'keeps %j from being run as a formula',
    (customer) => {
      const document = aPreviewedDocument({ customer, site: customer });
      const [, row = ''] = previewCsv(aPreview({ documents: [document] }));

      expect(row).toContain(`'${customer}`);
    },
  );

  it('leaves amounts below nought to be reckoned with, and quotes what means something', () => {
    expect(csvLine([{ number: '-1.05' }, 'a,b', 'say "no"', 'plain'])).toBe(
      '-1.05,"a,b","say ""no""",plain',
    );
  });

  it('has a row for each line, with the sums of a document beside the first', () => {
    const [line] = aPreviewedDocument().lines;
    const lines = line ? [line, { ...line, description: 'Insurance' }] : [];
    const payment = { accountCode: '610', amountMinor: 100 };
    const rows = previewCsv(aPreview({ documents: [aPreviewedDocument({ lines, payment })] }));

    expect(rows).toHaveLength(3);
    expect(rows[1]).toContain('GBP,120.00,20.00,goes to Xero');
    expect(rows[1]).toContain('100.00,20.00,1.00,610');
    expect(rows[2]).toContain('GBP,,,goes to Xero');
    expect(rows[2]).toContain('Insurance,200,OUTPUT2,100.00,20.00,,,');
  });

  it('names, for what differs and for customers nobody can tell, what helps', () => {
    const rows = adoptionCsv(mixed);

    expect(rows).toHaveLength(1 + 7 + 1);
    expect(rows.find((row) => row.includes('HBR-2'))).toContain('Correct it in Xero');
    expect(rows.at(-1)).toMatch(/^customer,Di,/);
  });
});

describe('a match report', () => {
  it('counts what was found, and lists what is for a person', () => {
    const { documents, customers } = matchReport(mixed);

    expect(documents).toMatchObject({ equal: 1, known: 1, leftOut: 1 });
    expect(documents.different.map(({ sourceId }) => sourceId)).toEqual(['inv_2']);
    expect(documents.onlyHere.map(({ sourceId }) => sourceId)).toEqual([
      'inv_0001',
      'inv_6',
      'inv_7',
    ]);
    expect(customers).toMatchObject({ numbered: 1, recognised: 1, known: 0, onlyHere: 1 });
    expect(customers.unclear.map(({ name }) => name)).toEqual(['Di']);
  });
});

describe('the lines for a terminal', () => {
  it('say what would be posted, where it balances, and what is for a person', () => {
    const text = previewLines(mixed).join('\n');

    expect(text).toContain('7 documents, and there are more');
    expect(text).toContain('1 would go to Xero, 2 are there, 1 differ, 2 need you, 1 stay out');
    expect(text).toContain('200 Sales: debit £0.00, credit £100.00');
    expect(text).toContain('Together: debit £240.00, credit £240.00');
    expect(text).toContain('20% (VAT on Income): £100.00 and tax £20.00 in 1 document');
    expect(text).toContain('1 are dated before the start');
    expect(text).toContain('1 record could not be read');
    expect(text).toContain('cause of tomorrow: x');
  });

  it('say what of it is there already', () => {
    const text = adoptionLines(mixed).join('\n');

    expect(text).toContain('1 found equal, 1 linked before, 1 different, 3 not in Xero');
    expect(text).toContain('Di: ');
  });
});

describe('the words of a fate', () => {
  it('say of each left-out reason why, and of an unknown one nothing', () => {
    expect(fateWords({ kind: 'left_out', reason: 'draft' }, 'xero').message).toContain('draft');
    expect(fateWords({ kind: 'left_out', reason: 'of tomorrow' }, 'xero').message).toBe('');
  });
});
