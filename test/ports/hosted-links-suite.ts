import { beforeEach, expect, it } from 'vitest';
import type { HostedLink } from '../../shared/contracts/hosted-link-item.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import type { HostedLinks } from '../../shared/ports/hosted-links.ts';
import { anOperatorId } from '../builders/an-operator.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

const link: HostedLink = {
  operatorId: anOperatorId,
  linkId: 'link-1',
  purpose: 'connect',
  createdAt: '2026-11-30T09:00:00.000Z',
  expiresAtEpochMs: Date.parse('2026-11-30T09:10:00.000Z'),
};

/** What every store of hosted links does. */
export function hostedLinksSuite(make: (clock: Clock) => Promise<HostedLinks>): void {
  let hostedLinks: HostedLinks;
  let clock: FakeClock;
  beforeEach(async () => {
    clock = new FakeClock();
    hostedLinks = await make(clock);
  });

  it('returns a link as it was put', async () => {
    await hostedLinks.put(link);

    expect(await hostedLinks.get(anOperatorId, 'link-1')).toEqual(link);
  });

  it('returns nothing for another operator or another id', async () => {
    await hostedLinks.put(link);

    expect(await hostedLinks.get('somebody-else', 'link-1')).toBeUndefined();
    expect(await hostedLinks.get(anOperatorId, 'link-2')).toBeUndefined();
  });

  it('returns a revoked link as revoked', async () => {
    await hostedLinks.put(link);

    await hostedLinks.put({ ...link, revokedAt: '2026-11-30T09:05:00.000Z' });

    const stored = await hostedLinks.get(anOperatorId, 'link-1');
    expect(stored?.revokedAt).toBe('2026-11-30T09:05:00.000Z');
  });

  it('returns nothing from the end of the link on, although the row is still there', async () => {
    await hostedLinks.put(link);
    clock.advance(599_999);
    expect(await hostedLinks.get(anOperatorId, 'link-1')).toEqual(link);

    clock.advance(1);

    expect(await hostedLinks.get(anOperatorId, 'link-1')).toBeUndefined();
  });

  it("lists one operator's links that have not ended, newest first, revoked ones too", async () => {
    const revokedAt = '2026-11-30T09:05:00.000Z';
    await hostedLinks.put({ ...link, linkId: 'older', revokedAt });
    await hostedLinks.put({ ...link, linkId: 'newer', createdAt: '2026-11-30T09:01:00.000Z' });
    await hostedLinks.put({ ...link, linkId: 'ended', expiresAtEpochMs: clock.nowEpochMs() });
    await hostedLinks.put({ ...link, linkId: 'foreign', operatorId: 'somebody-else' });

    const listed = await hostedLinks.list(anOperatorId);

    expect(listed.map(({ linkId }) => linkId)).toEqual(['newer', 'older']);
    expect(listed[1]?.revokedAt).toBe(revokedAt);
  });
}
