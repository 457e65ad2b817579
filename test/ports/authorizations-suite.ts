import { beforeEach, expect, it } from 'vitest';
import type { Authorization } from '../../shared/contracts/authorization-item.ts';
import type { Authorizations, WaitingAuthorizations } from '../../shared/ports/authorizations.ts';
import type { Clock } from '../../shared/ports/clock.ts';
import { anOperatorId } from '../builders/an-operator.ts';
import { FakeClock } from '../fakes/fake-clock.ts';

type Make = (clock: Clock) => Promise<Authorizations & WaitingAuthorizations>;

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

/** What every store of started authorizations does: each is taken once, and only before it ends. */
export function authorizationsSuite(make: Make): void {
  let authorizations: Authorizations & WaitingAuthorizations;
  let clock: FakeClock;
  beforeEach(async () => {
    clock = new FakeClock();
    authorizations = await make(clock);
  });

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

/** What every store does for who changes the key under which the verifiers are sealed. */
export function waitingAuthorizationsSuite(make: Make): void {
  let authorizations: Authorizations & WaitingAuthorizations;
  let clock: FakeClock;
  beforeEach(async () => {
    clock = new FakeClock();
    authorizations = await make(clock);
  });

  it('shows an authorization without taking it, until its end', async () => {
    await authorizations.put(anAuthorization());

    expect(await authorizations.peek('state-hash')).toEqual(anAuthorization());
    expect(await authorizations.peek('another-hash')).toBeUndefined();
    clock.advance(600_000);
    expect(await authorizations.peek('state-hash')).toBeUndefined();
  });

  it('names every authorization that waits', async () => {
    await authorizations.put(anAuthorization());
    await authorizations.put({ ...anAuthorization(), stateHash: 'second', operatorId: 'acorn' });

    const keys = await authorizations.everyKey();

    expect(keys.toSorted((a, b) => (a.stateHash < b.stateHash ? -1 : 1))).toEqual([
      { stateHash: 'second', operatorId: 'acorn' },
      { stateHash: 'state-hash', operatorId: anOperatorId },
    ]);
  });

  it('takes a verifier sealed anew for the one that was read, and brings none back', async () => {
    const verifier = { from: 'dmVyaWZpZXI=', to: 'YW5ldw==' };
    await authorizations.put(anAuthorization());

    expect(await authorizations.rewrapVerifier('state-hash', verifier)).toBe(true);
    expect(await authorizations.rewrapVerifier('state-hash', verifier)).toBe(false);
    expect(await authorizations.consume('state-hash')).toEqual({
      ...anAuthorization(),
      sealedVerifier: 'YW5ldw==',
    });

    expect(await authorizations.rewrapVerifier('state-hash', verifier)).toBe(false);
    expect(await authorizations.consume('state-hash')).toBeUndefined();
  });
}
