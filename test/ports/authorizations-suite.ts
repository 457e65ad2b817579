import { beforeEach, expect, it } from 'vitest';
import type { Authorization } from '../../shared/contracts/stored-items.ts';
import type { Authorizations } from '../../shared/ports/authorizations.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { anOperatorId } from '../builders/an-operator.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

/** What every store of started authorizations does: each is taken once, and only before it ends. */
export function authorizationsSuite(make: (clock: Clock) => Promise<Authorizations>): void {
  let authorizations: Authorizations;
  let clock: FakeClock;
  beforeEach(async () => {
    clock = new FakeClock();
    authorizations = await make(clock);
  });

  function anAuthorization(): Authorization {
    return {
      stateHash: 'state-hash',
      operatorId: anOperatorId,
      provider: 'stora',
      sealedVerifier: 'dmVyaWZpZXI=',
      browserHash: 'browser-hash',
      linkId: 'link-1',
      expiresAtEpochMs: Date.parse('2026-11-30T09:10:00.000Z'),
    };
  }

  it('gives an authorization as it was put, once', async () => {
    await authorizations.put(anAuthorization());

    expect(await authorizations.consume('state-hash')).toEqual(anAuthorization());
    expect(await authorizations.consume('state-hash')).toBeUndefined();
  });

  it('gives nothing for a state that was never put', async () => {
    await authorizations.put(anAuthorization());

    expect(await authorizations.consume('another-hash')).toBeUndefined();
  });

  it('gives an authorization to one of two simultaneous callers', async () => {
    await authorizations.put(anAuthorization());

    const answers = await Promise.all([
      authorizations.consume('state-hash'),
      authorizations.consume('state-hash'),
    ]);

    expect(answers.filter((answer) => answer !== undefined)).toEqual([anAuthorization()]);
  });

  it('gives an authorization until the last millisecond before its end', async () => {
    await authorizations.put(anAuthorization());
    clock.advance(599_999);

    expect(await authorizations.consume('state-hash')).toEqual(anAuthorization());
  });

  it('gives nothing from the end on, although the row is still there', async () => {
    await authorizations.put(anAuthorization());
    clock.advance(600_000);

    expect(await authorizations.consume('state-hash')).toBeUndefined();
  });
}
