import { expect, it } from 'vitest';
import { HandMadeRun, operatorId } from './hand-made-run.ts';
import { oneRefresh } from './i08-one-refresh.ts';

const provider = 'xero';
const callback = 'oauth-callback-1';

/** The organisation is taken out before or after the code of the consent is exchanged. */
function problems(takenOut: 'before the consent' | 'before it was stored'): string {
  const run = new HandMadeRun();
  const takeOut = () => run.add({ kind: 'fault', fault: 'taken_out', at: operatorId }, 'person');
  if (takenOut === 'before the consent') takeOut();
  const body = 'grant_type=authorization_code&code=1';
  run.call({ provider, method: 'POST', path: '/connect/token', body }, callback);
  if (takenOut === 'before it was stored') takeOut();
  run.add({ kind: 'connected', operatorId, provider, epoch: 1 }, callback);
  const fence = { operatorId, provider, epoch: 1, tokenVersion: 1 };
  run.store('connections', 'markNeedsReconnect', { input: fence, output: true });
  return oneRefresh.check(run.finish()).join();
}

it('takes it well that an organisation was taken out while its connection was being stored', () => {
  expect(problems('before it was stored')).toBe('');
});

it('finds a connection given up for what was before its consent', () => {
  expect(problems('before the consent')).toMatch(/without a refused refresh/);
});
