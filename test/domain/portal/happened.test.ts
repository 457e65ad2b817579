import { describe, expect, it } from 'vitest';
import type { Activity } from '../../../shared/contracts/activity-item.ts';
import { happened } from '../../../shared/domain/portal/happened.ts';
import { aDocument } from '../../builders/a-document.ts';
import { anOperatorId } from '../../builders/an-operator.ts';

const here = { timeZone: 'Europe/London', nowEpochMs: Date.parse('2026-11-30T10:00:00.000Z') };

function applied(sourceId: string, minute: number, writes: string): Activity {
  const kind = sourceId.startsWith('con_') ? 'contact' : 'invoice';
  return {
    ...{ operatorId: anOperatorId, activityId: `${sourceId} ${writes}`, actor: 'rollerdoor' },
    at: `2026-11-30T09:${String(minute).padStart(2, '0')}:00.000Z`,
    type: 'record.applied',
    detail: { target: 'xero', kind, sourceId, writes },
  };
}

const textsOf = (activities: Activity[], known = [aDocument()]) =>
  happened(activities, known, here).map(({ at, text, sum }) => [at, text, sum ?? ''].join(' | '));

describe('what happened', () => {
  it('names the customer and the sum of a single document', () => {
    expect(textsOf([applied('inv_1', 5, 'payment:12000'), applied('inv_1', 4, 'create')])).toEqual([
      '09:05 | Invoice ACORN-0001 for Ada Byron: payment posted in Xero | £120.00',
      '09:04 | Invoice ACORN-0001 for Ada Byron sent to Xero | £120.00',
    ]);
  });

  it('tells many of the same together, with their sum', () => {
    const known = [1, 2, 3].map((at) => aDocument({ sourceId: `inv_${at}` }));
    const activities = [
      ...[3, 2, 1].map((at) => applied(`inv_${at}`, 20 + at, 'payment:12000')),
      applied('con_1', 14, 'create'),
      ...[3, 2, 1].map((at) => applied(`inv_${at}`, 10 + at, 'create, history')),
    ];

    expect(textsOf(activities, known)).toEqual([
      '09:23 | Payments of 3 invoices posted in Xero | £360.00',
      '09:14 | Customer sent to Xero | ',
      '09:13 | 3 invoices sent to Xero | £360.00',
    ]);
  });

  it('keeps apart what lies more than a quarter of an hour apart, and counts a record once', () => {
    const activities = [
      applied('inv_1', 50, 'update'),
      applied('inv_1', 49, 'update'),
      applied('inv_2', 10, 'update'),
    ];

    expect(textsOf(activities)).toEqual([
      '09:50 | Invoice ACORN-0001 for Ada Byron updated in Xero | £120.00',
      '09:10 | Invoice updated in Xero | ',
    ]);
  });

  it('says no sum where not all of it is known', () => {
    expect(textsOf([applied('inv_1', 5, 'create'), applied('inv_9', 4, 'create')])).toEqual([
      '09:05 | 2 invoices sent to Xero | ',
    ]);
  });

  it('leaves out what was done for the sake of something else', () => {
    const note = { ...applied('inv_1', 5, 'history'), type: 'source.noted' };

    expect(textsOf([note, applied('inv_1', 4, 'history'), applied('inv_1', 3, '')])).toEqual([]);
  });

  it('tells anything else by itself', () => {
    const connected = {
      ...applied('', 5, ''),
      type: 'connection.connected',
      detail: { provider: 'xero' },
    };

    expect(textsOf([connected, connected])).toEqual([
      '09:05 | Xero connected. | ',
      '09:05 | Xero connected. | ',
    ]);
  });
});
