import { describe, expect, it } from 'vitest';
import { workOf } from '../../../shared/domain/backfill/is-work.ts';
import { readInvoice } from '../../../shared/source/stora/read-invoice.ts';
import { aStoraInvoice } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';

function shown(status: 'draft' | 'open' | 'void', paidMinor = 0) {
  const invoice = aStoraInvoice({ status, amount_paid: storaPounds(paidMinor) });
  return {
    record: { kind: 'invoice', record: readInvoice(invoice, undefined) },
    fingerprint: 'f',
  } as const;
}

describe('what is to be done for a document that a list shows', () => {
  it.each([
    ['an open one', shown('open'), 'news'],
    ['a draft', shown('draft'), 'none'],
    ['one that was void before it was posted', shown('void'), 'none'],
    ['one that is void although money came in on it', shown('void', 500), 'news'],
  ])('of %s', (_what, one, work) => {
    expect(workOf(one, undefined)).toBe(work);
  });
});
