import { expect, it } from 'vitest';
import { HandMadeRun, operatorId } from './hand-made-run.ts';
import { oneRefresh } from './i08-one-refresh.ts';

it.each([
  { when: 'arrived after its sender had given up', afterMs: 30_000, call: { isLate: true } },
  { when: 'was on its way', afterMs: 0, call: {} },
])('takes it well that a revocation ended a connection made anew when it $when', (told) => {
  expect(problems(told)).toEqual([]);
});

it('finds a revocation that was sent after the connection was made anew', () => {
  expect(problems({ afterMs: 30_000 }).join()).toMatch(/although its grant was alive/);
});

it('finds that a revocation of somebody else is no cause', () => {
  const found = problems({ afterMs: 0, token: 'of-birch' });
  expect(found.join()).toMatch(/although its grant was alive/);
});

function problems(told: { afterMs: number; call?: { isLate?: boolean }; token?: string }) {
  const run = new HandMadeRun();
  run.connect();
  seal(run, { epoch: 1, refreshToken: 'former' });
  seal(run, { epoch: 2, refreshToken: 'present' });
  run.add({ kind: 'connected', operatorId, provider: 'xero', epoch: 2 }, 'oauth-callback-1');
  run.nowEpochMs += told.afterMs;
  const body = `token=${told.token ?? 'former'}`;
  const revocation = { method: 'POST', path: '/connect/revocation', body, ...told.call };
  run.call(revocation, 'serve-portal-1');
  const refresh = 'grant_type=refresh_token&refresh_token=present';
  run.call({ method: 'POST', path: '/connect/token', body: refresh, status: 400 });
  const fence = { operatorId, provider: 'xero', epoch: 2, tokenVersion: 2 };
  run.store('connections', 'markNeedsReconnect', { input: fence, output: true });
  return oneRefresh.check(run.finish());
}

function seal(run: HandMadeRun, told: { epoch: number; refreshToken: string }): void {
  const pair = JSON.stringify({ refreshToken: told.refreshToken });
  const sealed = JSON.stringify([`acorn xero ${told.epoch} tokens`, pair]);
  const sealedTokens = Buffer.from(sealed).toString('base64');
  run.store('connections', 'replace', { input: [{ sealedTokens }, 0], output: true });
}
