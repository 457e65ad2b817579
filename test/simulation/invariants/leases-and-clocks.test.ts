import { expect, it } from 'vitest';
import { HandMadeRun, operatorId } from './hand-made-run.ts';
import { oneRefresh } from './i08-one-refresh.ts';

const leaseMs = 45_000;
const fence = { operatorId, provider: 'xero', epoch: 1, tokenVersion: 1 };

function started(): HandMadeRun {
  const run = new HandMadeRun();
  run.connect();
  const pair = JSON.stringify({ refreshToken: 'of-acorn' });
  const sealed = JSON.stringify(['acorn xero 1 tokens', pair]);
  const sealedTokens = Buffer.from(sealed).toString('base64');
  run.store('connections', 'replace', { input: [{ sealedTokens }, 0], output: true });
  return run;
}

/** As a process whose clock is ahead by `skewMs` does. */
function takesLease(run: HandMadeRun, process: string, skewMs: number): void {
  const nowEpochMs = run.nowEpochMs + skewMs;
  const term = { nowEpochMs, untilEpochMs: nowEpochMs + leaseMs };
  const input = [{ ...fence, leaseOwner: `lease of ${process}` }, term];
  const taken = { store: 'connections', method: 'takeLease', input, output: true };
  run.add({ kind: 'stored', ...taken }, process);
}

function refreshes(run: HandMadeRun, process: string): void {
  const body = 'grant_type=refresh_token&refresh_token=of-acorn';
  const path = '/connect/token';
  run.call({ method: 'POST', path, body, status: 200, vendorAccount: undefined }, process);
}

const found = (run: HandMadeRun) => oneRefresh.check(run.finish());

it.each([
  ['as they are', 0, 0],
  ['with the clock of the first one ahead', 2_000, 0],
  ['with both clocks ahead', 2_000, 2_000],
  ['with the clock of the first one behind', -2_000, 0],
])('takes it well that a lease runs out and the next one is given, %s', (_name, first, second) => {
  const run = started();
  takesLease(run, 'one', first);
  const untilEpochMs = run.nowEpochMs + leaseMs + first - second;
  run.nowEpochMs = untilEpochMs;

  takesLease(run, 'two', second);
  refreshes(run, 'two');

  expect(found(run)).toEqual([]);
});

it('finds that a lease was given while another one was running', () => {
  const run = started();
  takesLease(run, 'one', 0);
  run.nowEpochMs += leaseMs - 10_000;

  takesLease(run, 'two', 0);
  refreshes(run, 'two');

  expect(found(run).join()).toMatch(/2 leases ran at once/);
});

it('finds that a process refreshes after its lease was given to another one', () => {
  const run = started();
  takesLease(run, 'one', 2_000);
  run.nowEpochMs += leaseMs - 3_000;
  takesLease(run, 'two', 4_000);
  refreshes(run, 'one');

  expect(found(run).join()).toMatch(/was sent without a lease/);
});
