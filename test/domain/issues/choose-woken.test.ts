import { describe, expect, it } from 'vitest';
import {
  allWaitingFor,
  askersAmong,
  dependantsOf,
  isUnderWay,
  siblingsOf,
} from '../../../shared/domain/issues/choose-woken.ts';
import { anIssue } from '../../builders/an-issue.ts';

const raisedAt = '2026-11-30T09:00:00.000Z';
const hourMs = 3_600_000;
const at = (hours: number) => Date.parse(raisedAt) + hours * hourMs;
const iso = (hours: number) => new Date(at(hours)).toISOString();
const archived = (sourceId: string, overrides = {}) =>
  anIssue({
    sourceId,
    cause: 'account_archived',
    message: 'The account 200 is archived.',
    ...overrides,
  });
const idsOf = (woken: Array<{ issue: { sourceId: string } }>) =>
  woken.map(({ issue }) => issue.sourceId);

describe('dependantsOf', () => {
  const standing = [{ kind: 'contact', sourceId: 'con_1', state: 'there' }] as const;
  const waiting = anIssue({ cause: 'contact_invalid', contactId: 'con_1' });

  it('finds the documents of a customer that stands, in the order of their numbers', () => {
    const issues = [
      anIssue({ ...waiting, kind: 'credit_note', sourceId: 'c', label: 'CN-1' }),
      anIssue({ ...waiting, sourceId: 'b', label: 'HBR-10' }),
      anIssue({ ...waiting, sourceId: 'a', label: 'HBR-9' }),
      anIssue({ ...waiting, sourceId: 'other', contactId: 'con_2' }),
      anIssue({ sourceId: 'else', contactId: 'con_1', cause: 'amount_mismatch' }),
    ];

    expect(idsOf(dependantsOf(standing, issues, at(1)))).toEqual(['a', 'b', 'c']);
  });

  it('sends them once for each state of the customer', () => {
    const [woken] = dependantsOf(standing, [waiting], at(1));
    const sent = { ...waiting, ...woken?.marks, times: 2 };

    expect(dependantsOf(standing, [sent], at(9))).toEqual([]);
    const corrected = [{ ...standing[0], state: 'corrected' }];
    expect(idsOf(dependantsOf(corrected, [sent], at(9)))).toEqual([waiting.sourceId]);
  });

  it('finds the credit notes of an invoice', () => {
    const note = anIssue({ kind: 'credit_note', cause: 'invoice_not_posted', invoiceId: 'inv_1' });
    const invoice = [{ kind: 'invoice', sourceId: 'inv_1', state: 'there' }] as const;

    expect(dependantsOf(invoice, [note], at(1))).toHaveLength(1);
    expect(dependantsOf(standing, [note], at(1))).toEqual([]);
  });
});

describe('siblingsOf', () => {
  it('finds what waited for the same account, and nothing that waits for another', () => {
    const issues = [
      archived('b', { label: 'HBR-2' }),
      archived('a', { label: 'HBR-1' }),
      archived('other', { message: 'The account 201 is archived.' }),
      anIssue({ sourceId: 'person', cause: 'amount_mismatch' }),
    ];

    expect(idsOf(siblingsOf([archived('solved')], issues, at(1)))).toEqual(['a', 'b']);
    expect(siblingsOf([anIssue({ cause: 'amount_mismatch' })], issues, at(1))).toEqual([]);
  });

  it('leaves alone for an hour what was sent and came to nothing', () => {
    const tried = archived('a', { wokenAt: iso(0), wokenTimes: 1, times: 2 });

    expect(siblingsOf([archived('solved')], [tried], at(0.9))).toEqual([]);
    expect(siblingsOf([archived('solved')], [tried], at(1))).toHaveLength(1);
  });

  it('takes the customers of two documents for two causes, as the words cannot name them', () => {
    const gone = { cause: 'contact_archived', message: 'The customer is archived in the ledger.' };
    const issues = [
      anIssue({ ...gone, sourceId: 'same', contactId: 'con_1' }),
      anIssue({ ...gone, sourceId: 'other', contactId: 'con_2' }),
    ];
    const solved = anIssue({ ...gone, kind: 'contact', sourceId: 'con_1' });

    expect(idsOf(siblingsOf([solved], issues, at(1)))).toEqual(['same']);
  });

  it('does not spread what came to no end by itself', () => {
    const endless = {
      cause: 'unexpected',
      message: 'Something unexpected happened with this record (tried 5 times without an end).',
    };

    const issues = [anIssue({ ...endless, sourceId: 'b' })];
    expect(siblingsOf([anIssue({ ...endless, sourceId: 'a' })], issues, at(9))).toEqual([]);
    expect(askersAmong(issues, () => 'facts', at(9))).toEqual([]);
  });
});

describe('askersAmong', () => {
  const facts = () => 'facts of now';

  it('lets the first of each cause ask, once for the same facts', () => {
    const issues = [
      archived('b', { label: 'HBR-2' }),
      archived('a', { label: 'HBR-1' }),
      archived('c', { label: 'HBR-3', message: 'The account 201 is archived.' }),
    ];
    const asked = askersAmong(issues, facts, at(1));
    expect(idsOf(asked)).toEqual(['a', 'c']);

    const after = issues.map((issue) => {
      const marks = asked.find((one) => one.issue.sourceId === issue.sourceId)?.marks;
      return marks === undefined
        ? issue
        : { ...issue, ...marks, wokenAt: iso(1), wokenTimes: 1, times: 2 };
    });
    expect(askersAmong(after, facts, at(200))).toEqual([]);
    expect(idsOf(askersAmong(after, () => 'facts of tomorrow', at(2)))).toEqual(['a', 'c']);
  });

  it('asks again when what was there before is there once more', () => {
    const asked = { wokenTimes: 1, times: 2 };
    const issues = [
      archived('b', { ...asked, label: 'HBR-2', wokenFacts: 'facts of now', wokenAt: iso(1) }),
      archived('a', { ...asked, label: 'HBR-1', wokenFacts: 'other facts', wokenAt: iso(2) }),
    ];

    expect(idsOf(askersAmong(issues, facts, at(3)))).toEqual(['a']);
    expect(askersAmong(issues, () => 'other facts', at(3))).toEqual([]);
  });

  it('waits for the answer of the one that asks', () => {
    const asking = archived('a', { wokenAt: iso(1), wokenTimes: 1, times: 1 });

    expect(isUnderWay(asking, at(1.4))).toBe(true);
    expect(askersAmong([asking, archived('b')], facts, at(1.4))).toEqual([]);
    expect(askersAmong([asking, archived('b')], facts, at(1.6))).toHaveLength(1);
  });

  it('asks again ever more seldom where no list tells, and for two weeks', () => {
    const gone = anIssue({
      cause: 'organisation_not_usable',
      wokenFacts: 'facts of now',
      times: 2,
    });
    const askedAt = (hours: number) => ({ ...gone, wokenAt: iso(hours), wokenTimes: 1 });
    const asks = (issue: typeof gone, hours: number) =>
      askersAmong([issue], facts, at(hours)).length === 1;

    expect([asks(gone, 0.9), asks(gone, 1)]).toEqual([false, true]);
    expect([asks(askedAt(4), 7.9), asks(askedAt(4), 8)]).toEqual([false, true]);
    expect([asks(askedAt(100), 123), asks(askedAt(100), 124)]).toEqual([false, true]);
    expect(asks(askedAt(300), 14 * 24 + 1)).toBe(false);
  });
});

describe('allWaitingFor', () => {
  it('finds what a dead or limited connection caused', () => {
    const issues = [
      anIssue({ sourceId: 'a', cause: 'permission_missing' }),
      anIssue({ sourceId: 'b', cause: 'account_archived' }),
      anIssue({ sourceId: 'c', cause: 'a cause of tomorrow' }),
    ];

    expect(idsOf(allWaitingFor(['connection'], issues, at(1)))).toEqual(['a']);
  });
});
