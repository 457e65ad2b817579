import { describe, expect, it } from 'vitest';
import { kindOfEvent } from '../../../shared/source/stora/stora-webhook.ts';

describe('kindOfEvent', () => {
  it.each([
    ['contact.created', 'contact'],
    ['contact.updated', 'contact'],
    ['contact.deleted', 'contact'],
    ['invoice.finalized', 'invoice'],
    ['invoice.marked_uncollectible', 'invoice'],
    ['credit_note.created', 'credit_note'],
    ['invoice', 'invoice'],
    ['deal.lost', 'deal'],
    ['order.created', 'order'],
    ['tenancy.created', 'tenancy'],
    ['subscription.cancelled', 'tenancy'],
  ])('takes %s for a %s', (type, kind) => {
    expect(kindOfEvent(type)).toBe(kind);
  });

  it.each([
    ['unit.updated'],
    ['invoices.created'],
    ['constructor.created'],
    ['__proto__'],
    [''],
    ['.'],
  ])('leaves %j alone', (type) => {
    expect(kindOfEvent(type)).toBeUndefined();
  });
});
