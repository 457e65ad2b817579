import { describe, expect, it } from 'vitest';
import { describeActivity } from '../../../shared/domain/portal/activity-words.ts';

describe('describeActivity', () => {
  it.each([
    ['create, history', 'Invoice HBR-1 in Xero: created, note added.'],
    ['payment:12000', 'Invoice HBR-1 in Xero: payment posted.'],
    ['void', 'Invoice HBR-1 in Xero: voided.'],
    ['something-new', 'Invoice HBR-1 in Xero: something-new.'],
  ])('says what the writes %j did to a record', (writes, sentence) => {
    const detail = { target: 'xero', kind: 'invoice', number: 'HBR-1', writes };

    expect(describeActivity({ type: 'record.applied', detail })).toBe(sentence);
  });

  it.each([
    ['metadata', 'Contact con_1: link written to Stora.'],
    ['timeline:posted', 'Contact con_1: note written to Stora.'],
  ])('says what %s wrote to the source', (writes, sentence) => {
    const detail = { target: 'xero', kind: 'contact', sourceId: 'con_1', writes };

    expect(describeActivity({ type: 'source.noted', detail })).toBe(sentence);
  });

  it.each([
    ['link.refused', { reason: 'revoked' }],
    ['form.refused', {}],
    ['authorization.refused', { provider: 'xero' }],
    ['ciphertext.refused', { provider: 'xero' }],
  ])('says of %s that it was refused', (type, detail) => {
    expect(describeActivity({ type, detail })).toMatch(/; refused\.$/);
  });
});
