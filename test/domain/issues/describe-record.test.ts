import { describe, expect, it } from 'vitest';
import { describeRecord } from '../../../shared/domain/issues/describe-record.ts';

const occurredAt = '2026-11-30T09:00:00Z';
const nothing = { record: undefined, former: undefined, link: undefined };
const carried = (resource: unknown) => [{ resource, occurredAt }];

describe('describeRecord', () => {
  it('tells the number of a document that could not be read, and what it belongs to', () => {
    const resource = { number: 'HBR-7', contact: { id: 'con_1' }, total: 'broken' };

    expect(describeRecord({ ...nothing, kind: 'invoice', messages: carried(resource) })).toEqual({
      label: 'HBR-7',
      day: '2026-11-30',
      contactId: 'con_1',
    });
  });

  it.each([
    ['a number that is a number', { number: 361 }, '361'],
    ['what might be a person’s', { number: 'Grace Hopper' }, undefined],
    ['an address', { number: 'grace@example.com' }, undefined],
    ['something that is no record', 'text', undefined],
    ['nothing', null, undefined],
  ])('takes for the number: %s', (_what, resource, label) => {
    const known = { ...nothing, kind: 'invoice', messages: carried(resource) } as const;

    expect(describeRecord(known).label).toBe(label);
  });

  it('takes what the ledger or an earlier issue calls it before it takes nothing', () => {
    const known = {
      ...nothing,
      kind: 'invoice',
      messages: [{ occurredAt, resource: undefined }],
    } as const;
    const former = { label: 'HBR-7', contactId: 'con_1', day: '2026-11-01' };

    expect(describeRecord({ ...known, former })).toEqual({ ...former, day: '2026-11-30' });
    expect(describeRecord({ ...known, former, link: { targetLabel: 'HBR-8' } }).label).toBe(
      'HBR-8',
    );
    expect(describeRecord(known)).toEqual({ day: '2026-11-30' });
  });

  it('tells of a contact its day only: a name is personal', () => {
    const known = {
      ...nothing,
      kind: 'contact',
      messages: carried({ number: 'X', full_name: 'Grace Hopper' }),
      link: { targetLabel: 'Grace Hopper' },
    } as const;

    expect(describeRecord(known)).toEqual({ day: '2026-11-30' });
  });
});
