import { describe, expect, it } from 'vitest';
import { aConnection } from '../../builders/a-connection.ts';
import { callsWhileBlocked } from './calls-while-blocked.ts';
import { goodRun } from './good-run.ts';
import { HandMadeRun, operatorId } from './hand-made-run.ts';
import { missingNotes } from './notes-written.ts';
import { whatLivesOn } from './what-lives-on.ts';

describe('what a disconnect of the source leaves', () => {
  it('is nothing while it is connected', () => {
    const run = new HandMadeRun();
    storedPair(run);
    expect(whatLivesOn(run.finish())).toEqual([]);
  });

  it('is found where a stored pair lives on', () => {
    const run = new HandMadeRun();
    storedPair(run);
    disconnected(run);
    expect(whatLivesOn(run.finish()).join()).toMatch(/a pair of acorn lives on/);
  });

  it('does not count a pair that nobody stored', () => {
    const run = new HandMadeRun();
    issuePair(run);
    disconnected(run);
    expect(whatLivesOn(run.finish())).toEqual([]);
  });
});

describe('an endpoint that is on after the disconnect', () => {
  it('is found', () => {
    const run = leaving();
    refreshes(run, { process: 'serve-portal-1', status: 400 });
    expect(whatLivesOn(run.finish()).join()).toMatch(/endpoint we_\S+ of acorn is on/);
  });

  it('is spared when the only live pair was lost on its way to us', () => {
    const run = leaving((run) => {
      refreshes(run, { process: 'refresh-connection-1', status: 200, fate: 'none' });
    });
    refreshes(run, { process: 'serve-portal-1', status: 400 });
    expect(whatLivesOn(run.finish())).toEqual([]);
  });

  it('is found when that pair came back', () => {
    const run = leaving((run) => {
      refreshes(run, { process: 'refresh-connection-1', status: 200, fate: 'received' });
    });
    refreshes(run, { process: 'serve-portal-1', status: 400 });
    expect(whatLivesOn(run.finish()).join()).toMatch(/is on after the disconnect/);
  });

  it('is found when the old pair lives on beside the lost one', () => {
    const run = leaving((run) => {
      run.stora.settings.rotationMode = 'revoke-on-use';
      refreshes(run, { process: 'refresh-connection-1', status: 200, fate: 'none' });
    });
    refreshes(run, { process: 'serve-portal-1', status: 400 });
    expect(whatLivesOn(run.finish()).join()).toMatch(/is on after the disconnect/);
  });
});

describe('a note on the timeline', () => {
  it('is missed when it was never written', () => {
    const { run } = goodRun();
    run.operator.tables.timelineEvents.clear();
    expect(missingNotes(run.finish(), operatorId).join()).toMatch(/posted was never written/);
  });

  it('is not missed when it was given up', () => {
    const { run, invoice } = goodRun();
    run.operator.tables.timelineEvents.clear();
    const text = `timeline_note.given_up ${invoice.id}`;
    run.add({ kind: 'logged', level: 'error', text });
    expect(missingNotes(run.finish(), operatorId)).toEqual([]);
  });
});

describe('a slot within the time that a 429 asked for', () => {
  it('is found, of whichever process', () => {
    const run = refused(60_000);
    run.nowEpochMs += 20_000;
    slot(run);
    expect(callsWhileBlocked(run.finish()).join()).toMatch(/asked for 60 s/);
  });

  it('is spared right after it was heard, and after its end', () => {
    const run = refused(60_000);
    slot(run);
    run.nowEpochMs += 60_000;
    slot(run);
    expect(callsWhileBlocked(run.finish())).toEqual([]);
  });

  it('is spared when who heard it died before it could tell', () => {
    const run = refused(60_000);
    run.add({ kind: 'invocation', state: 'crashed', messageIds: [] });
    run.nowEpochMs += 20_000;
    slot(run);
    expect(callsWhileBlocked(run.finish())).toEqual([]);
  });
});

function issuePair(run: HandMadeRun): string {
  const pair = { clientId: 'us', operatorSlug: operatorId, scopes: [], expiresInSeconds: 7_200 };
  const granted = { ...pair, withRefreshToken: true };
  return run.stora.world.oauth.issueTokens(granted, run.nowEpochMs).accessToken;
}

function storedPair(run: HandMadeRun): void {
  const plain = JSON.stringify({ accessToken: issuePair(run) });
  const sealed = Buffer.from(JSON.stringify(['acorn stora 1 tokens', plain])).toString('base64');
  run.store('connections', 'replace', { input: [{ sealedTokens: sealed }, 0], output: true });
}

/** Its endpoint is on and its only pair stored; `before`: what happens until a person disconnects. */
function leaving(before: (run: HandMadeRun) => void = () => undefined): HandMadeRun {
  const run = new HandMadeRun();
  run.stora.settings.rotationMode = 'revoke-at-once';
  run.operator.tables.webhookEndpoints.set('we_1', { id: 'we_1', status: 'enabled' } as never);
  const plain = JSON.stringify({ accessToken: 'old', refreshToken: 'of-acorn' });
  const sealed = Buffer.from(JSON.stringify(['acorn stora 1 tokens', plain])).toString('base64');
  run.store('connections', 'replace', { input: [{ sealedTokens: sealed }, 0], output: true });
  before(run);
  run.add({ kind: 'disconnected', operatorId, provider: 'stora', epoch: 1 }, 'person');
  disconnected(run);
  return run;
}

function refreshes(
  run: HandMadeRun,
  as: { process: string; status: number; fate?: 'received' | 'none' },
): void {
  const { process, status, fate = 'received' } = as;
  const callId = `call-${run.entries.length}`;
  const body = 'grant_type=refresh_token&refresh_token=of-acorn';
  const path = '/oauth2/token';
  run.call({ provider: 'stora', method: 'POST', path, body, status, callId }, process);
  run.add({ kind: 'answered', callId, fate }, process);
}

function disconnected(run: HandMadeRun): void {
  const row = aConnection({ operatorId, provider: 'stora', status: 'disconnected' });
  run.change({ connections: [row] });
}

function refused(waitMs: number): HandMadeRun {
  const run = new HandMadeRun();
  run.call({ status: 429, waitMs, callId: 'call-1' });
  run.add({ kind: 'answered', callId: 'call-1', fate: 'received' });
  return run;
}

function slot(run: HandMadeRun): void {
  const paced = { operatorId, provider: 'xero', lane: 'live', waitedMs: 0 } as const;
  run.add({ kind: 'paced', outcome: 'slot', ...paced }, 'write-back-1');
}
