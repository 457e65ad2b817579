import { describe, expect, it } from 'vitest';
import { underCompany } from '../../../shared/domain/pacing/former-company.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { aRate } from '../../builders/a-rate.ts';

const account = { id: 'new-company', name: 'New Company' };
const known = {
  blockedUntilEpochMs: 9e12,
  heard: { 86400000: { limit: 10, untilEpochMs: 9e12 } },
  counters: { 86400000: [[1, 5_000]] as Array<[number, number]> },
  counted: { 86400000: { calls: 5_000, atEpochMs: 1 } },
  agreed: [{ limit: 120, windowMs: 60_000 }],
};

describe('underCompany', () => {
  it('forgets what was used up and refused at another company, not what was agreed', () => {
    const rate = aRate({ ...known, accountId: 'former-company', stampsEpochMs: [7] });

    const begun = underCompany(rate, aConnection({ account, epoch: 2 }));

    expect(begun).toMatchObject({
      accountId: 'new-company',
      blockedUntilEpochMs: 0,
      agreed: known.agreed,
      stampsEpochMs: [7],
      revision: rate.revision,
    });
    expect(begun).not.toHaveProperty('heard');
    expect(begun).not.toHaveProperty('counters');
    expect(begun).not.toHaveProperty('counted');
  });

  it('keeps everything when the same company is connected anew', () => {
    const connection = aConnection({ account, epoch: 2, sinceEpoch: 1 });

    expect(underCompany(aRate({ ...known, accountId: 'new-company' }), connection)).toBeUndefined();
    expect(underCompany(aRate(known), connection)).toEqual(
      aRate({ ...known, accountId: 'new-company' }),
    );
  });

  it('takes what was noted of nobody for another company’s where nothing goes on', () => {
    const connection = aConnection({ account, epoch: 2 });

    expect(underCompany(aRate(known), connection)?.blockedUntilEpochMs).toBe(0);
    expect(underCompany(aRate(known), { ...connection, epoch: 1 })?.blockedUntilEpochMs).toBe(9e12);
  });
});
