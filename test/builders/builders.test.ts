import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { connectionItem } from '../../shared/contracts/connection-item.ts';
import { issueItem } from '../../shared/contracts/issue-items.ts';
import { linkItem } from '../../shared/contracts/link-item.ts';
import { changeMessage, writeBackMessage } from '../../shared/contracts/messages.ts';
import { operatorItem } from '../../shared/contracts/operator-item.ts';
import { ledgerSettings as ledgerSettingsSchema } from '../../shared/contracts/settings.ts';
import {
  storaContact,
  storaCreditNote,
  storaInvoice,
} from '../../shared/source/stora/stora-resources.ts';
import { aChangeMessage, aWriteBackMessage } from './a-change-message.ts';
import { aConnection } from './a-connection.ts';
import { aLink } from './a-link.ts';
import { aStoraContact } from './a-stora-contact.ts';
import { aStoraCreditNote } from './a-stora-credit-note.ts';
import { aStoraInvoice } from './a-stora-invoice.ts';
import { anIssue } from './an-issue.ts';
import { anOperator } from './an-operator.ts';
import { ledgerSettings } from './ledger-settings.ts';

describe('builders', () => {
  it.each<[string, z.core.$ZodType, unknown]>([
    ['anOperator', operatorItem, anOperator()],
    ['aConnection', connectionItem, aConnection()],
    ['aLink', linkItem, aLink()],
    ['anIssue', issueItem, anIssue()],
    ['aChangeMessage', changeMessage, aChangeMessage()],
    ['aWriteBackMessage', writeBackMessage, aWriteBackMessage()],
    ['aStoraContact', storaContact, aStoraContact()],
    ['aStoraInvoice', storaInvoice, aStoraInvoice()],
    ['aStoraCreditNote', storaCreditNote, aStoraCreditNote()],
    ['ledgerSettings', ledgerSettingsSchema, ledgerSettings()],
  ])('%s builds what its contract accepts', (_name, schema, built) => {
    expect(z.parse(schema, built)).toEqual(built);
  });

  it('builds an invoice whose lines add up', () => {
    const invoice = aStoraInvoice();
    const sum = (pick: (line: (typeof invoice.line_items)[number]) => number) =>
      invoice.line_items.reduce((total, line) => total + pick(line), 0);

    expect(sum((line) => line.total.amount)).toBe(invoice.total.amount);
    expect(sum((line) => line.tax.amount)).toBe(invoice.tax.amount);
  });
});
