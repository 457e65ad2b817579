import { describe, expect, it } from 'vitest';
import { answerOf } from '../../../shared/domain/explain/answer.ts';
import type { RecordFacts } from '../../../shared/domain/explain/record-facts.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aLink } from '../../builders/a-link.ts';
import { anIssue } from '../../builders/an-issue.ts';
import { ledgerSettings } from '../../builders/ledger-settings.ts';
import { recordFacts, shownInvoice, standing } from '../../builders/record-facts.ts';
import { storaPounds } from '../../builders/stora-money.ts';

const absent = { kind: 'absent' } as const;
const nowhere = { link: undefined, ledger: absent };
const { way } = recordFacts();
const posted = {
  currency: 'GBP',
  totalMinor: 12_000,
  taxMinor: 2_000,
  paidMinor: 0,
  allocatedMinor: 0,
  voided: false,
};
const tried = {
  state: 'sending',
  generation: 0,
  sentAtEpochMs: Date.parse('2026-11-30T09:00:00Z'),
  requestHash: '',
} as const;

/** What is known, the sentence, and by what it is mended. */
const cases: Array<[string, Partial<RecordFacts>, string, string | undefined]> = [
  [
    'a cause',
    { ...nowhere, issue: anIssue() },
    ': a line has no accounting code and no default account is set.',
    'issue',
  ],
  [
    'a draft',
    { ...nowhere, source: shownInvoice({ status: 'draft' }) },
    ' because it is a draft in Stora, and drafts are not sent.',
    undefined,
  ],
  [
    'the start date',
    { ...nowhere, source: shownInvoice({ finalized_at: '2026-10-31T10:00:00Z' }) },
    ' because it is dated 31 Oct 2026, before your start date 1 Nov 2026.',
    'settings',
  ],
  [
    'voided early',
    { ...nowhere, source: shownInvoice({ status: 'void' }) },
    ' because it was voided in Stora before it was sent.',
    undefined,
  ],
  [
    'another organisation',
    {
      ledger: absent,
      link: aLink({ former: [{ accountId: 'b', targetId: 'x' }], accountId: 'a' }),
    },
    ' because it is in the books of an organisation that was connected before.',
    undefined,
  ],
  [
    'the switch',
    { ...nowhere, way: { ...way, settings: ledgerSettings({ posting: { isOn: false } }) } },
    ' because sending to Xero is not switched on.',
    'preview',
  ],
  [
    'a dead connection',
    {
      ...nowhere,
      way: {
        ...way,
        connections: [
          aConnection({ status: 'needs_reconnect' }),
          aConnection({ provider: 'stora' }),
        ],
      },
    },
    ' because Xero has to be connected again.',
    'connections',
  ],
  [
    'no connection',
    { ...nowhere, way: { ...way, connections: [] } },
    ' because Stora and Xero are not connected.',
    'connections',
  ],
  [
    'a lost answer',
    { ledger: absent, link: aLink({ effects: { create: tried } }) },
    ' as far as we know: it was sent at 30 Nov 2026, 09:00, and no clear answer came.',
    undefined,
  ],
  [
    'what stands aside',
    {
      ...nowhere,
      way: { ...way, aside: { operatorId: 'a', queue: 'q', revision: 1, sinceEpochMs: 0 } },
    },
    ' because your changes have stood aside since 1 Jan 1970, 01:00 and are worked in their order.',
    undefined,
  ],
  [
    'the pace',
    { ...nowhere, way: { ...way, resting: { operatorId: 'a', queue: 'q', hiddenAtEpochMs: 0 } } },
    ' because changes wait since 1 Jan 1970, 01:00: Xero or Stora limits calls, or does not answer.',
    undefined,
  ],
  [
    'a failing side',
    {
      ...nowhere,
      way: {
        ...way,
        tries: {
          operatorId: 'a',
          queue: 'q',
          revision: 1,
          tries: { m: { count: 1, firstAt: '', failures: 2 } },
        },
      },
    },
    ' because Xero or Stora fails at the moment.',
    undefined,
  ],
  [
    'a source that was connected later',
    {
      ...nowhere,
      source: shownInvoice({ finalized_at: '2026-11-02T10:00:00Z' }),
      way: {
        ...way,
        connections: way.connections.map((one) => ({
          ...one,
          sinceAt: '2026-11-03T00:00:00.000Z',
        })),
      },
    },
    ' because it was raised before Stora was connected.',
    'again',
  ],
  [
    'a lost message',
    nowhere,
    ' because Stora has not told us of it, or its message is still on its way.',
    'again',
  ],
  [
    'a record that is gone',
    { ...nowhere, source: absent },
    ' because Stora does not have it, or no longer.',
    undefined,
  ],
];

describe('why an invoice is not in the ledger', () => {
  it.each(cases)('is told of %s', (_what, known, ...[because, by]) => {
    const answer = answerOf(recordFacts(known));

    expect(answer.sentence).toBe(
      `Invoice HBR-0001 is not in Xero${because}`.replace('HBR-0001', numberIn(known)),
    );
    expect(answer.by).toBe(by);
    expect(answer.remedy).not.toBe('');
  });

  it('quotes whoever left it as it is, and asks nothing more', () => {
    const accepted = {
      at: '',
      by: 'operator',
      reason: 'Entered by hand',
      cause: 'account_missing',
    };

    expect(answerOf(recordFacts({ ...nowhere, issue: anIssue({ accepted }) })).sentence).toBe(
      'Invoice HBR-0001 is not in Xero because it was left as it is: “Entered by hand.”',
    );
  });

  it('puts the own reason of a record before what holds up all of them', () => {
    const known = {
      ...nowhere,
      way: { ...way, connections: [] },
      source: shownInvoice({ status: 'draft' }),
    };

    expect(answerOf(recordFacts(known)).sentence).toContain('it is a draft in Stora');
  });
});

function numberIn({ source }: Partial<RecordFacts>): string {
  return source?.kind === 'absent' ? 'inv_0001' : 'HBR-0001';
}

describe('how an invoice stands in the ledger', () => {
  it.each<[string, Partial<RecordFacts>, string, string]>([
    ['in step', {}, 'ok', 'is in Xero, and both sides say the same.'],
    [
      'a part waits',
      { issue: anIssue({ message: 'The period is locked.' }) },
      'warn',
      'is in Xero, and something of it waits: the period is locked.',
    ],
    [
      'behind',
      { source: shownInvoice({ amount_paid: storaPounds(500), amount_due: storaPounds(11_500) }) },
      'warn',
      'is in Xero, and not as Stora has it now: received £5.00 in Stora, £0.00 in Xero.',
    ],
    [
      'voided there',
      { ledger: standing({ status: 'VOIDED' }) },
      'warn',
      'is void in Xero, and alive in Stora.',
    ],
    [
      'void on both',
      { ledger: standing({ status: 'VOIDED' }), source: shownInvoice({ status: 'void' }) },
      'ok',
      'is void on both sides.',
    ],
    ['deleted there', { ledger: absent }, 'bad', 'was in Xero, and somebody deleted it there.'],
    ['its link lost', { link: undefined }, 'warn', 'is in Xero, but our link to it is lost.'],
    [
      'its number taken',
      { link: undefined, ledger: standing({ reference: 'by hand' }) },
      'warn',
      'was not sent, and a document with its number is in Xero already.',
    ],
    [
      'not to be asked',
      { ledger: { kind: 'unread', words: 'Xero does not answer right now.' } },
      'plain',
      'is in Xero, as far as we know: Xero does not answer right now.',
    ],
    [
      'gone at the source',
      { source: absent },
      'warn',
      'is in Xero, and Stora does not have it any more.',
    ],
  ])('is told: %s', (_what, known, ...[tone, words]) => {
    const answer = answerOf(recordFacts(known));

    expect(answer.sentence).toBe(`Invoice HBR-0001 ${words}`);
    expect(answer.tone).toBe(tone);
  });

  it('is told with what was sent and what stands there, where somebody edited it', () => {
    const difference = {
      ...recordFacts().key,
      targetId: 'xero-1',
      what: 'edited',
      changes: [{ field: 'total', was: '£120.00', is: '£100.00' }],
      seenAt: '2026-11-30T10:00:00.000Z',
      standing: 's',
    } as const;
    const known = recordFacts({
      difference: { ...difference, changes: [...difference.changes] },
      ledger: standing({ totalMinor: 10_000 }),
    });

    expect(answerOf(known)).toMatchObject({
      sentence: 'Invoice HBR-0001 is in Xero, and somebody changed it there.',
      remedy: expect.stringMatching(
        /^Total: £120.00 was sent, £100.00 stands there\. Nothing is written over it/,
      ),
      by: 'differences',
    });
  });

  it('compares no payments where they come from the bank feed', () => {
    const settings = ledgerSettings({ postPayments: false });
    const source = shownInvoice({
      status: 'paid',
      amount_paid: storaPounds(12_000),
      amount_due: storaPounds(0),
    });

    expect(answerOf(recordFacts({ source, way: { ...way, settings } })).tone).toBe('ok');
    expect(answerOf(recordFacts({ source })).tone).toBe('warn');
  });

  it('knows a debt that was written off on purpose', () => {
    const closing = {
      purpose: 'bad_debt',
      targetId: 'note',
      totalMinor: 12_000,
      setMinor: 12_000,
    } as const;
    const link = aLink({ targetId: 'xero-1', posted: { ...posted, closing } });
    const source = shownInvoice({ status: 'uncollectible' });
    const ledger = standing({ status: 'PAID', dueMinor: 0 });

    expect(answerOf(recordFacts({ link, source, ledger })).tone).toBe('ok');
  });
});
