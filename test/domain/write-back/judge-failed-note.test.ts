import { expect, it } from 'vitest';
import {
  DeferredError,
  NotConnectedError,
  ProviderError,
  type ProviderFailure,
} from '../../../shared/domain/errors/errors.ts';
import { judgeFailedNote } from '../../../shared/domain/write-back/judge-failed-note.ts';

function error(facts: Partial<ProviderFailure>): ProviderError {
  return new ProviderError({
    provider: 'stora',
    status: 500,
    code: 'code',
    canRetryHelp: true,
    effect: 'unknown',
    ...facts,
  });
}

const refused = { effect: 'not_applied' as const };
const ofStora = { requestId: 'req_1' };

it.each([
  ['the pace', new DeferredError('pace', 3), 'not_sent', 'not_sent'],
  ['a dead grant', new NotConnectedError('stora', 'needs_reconnect'), 'not_sent', 'not_sent'],
  ['no answer', error({ status: undefined }), 'unknown', 'unknown'],
  ['an error of ours', new Error('x is not a function'), 'unknown', 'unknown'],
  ['a gateway', error({ status: 502 }), 'unknown', 'unknown'],
  ['an unreadable answer', error({ status: 200 }), 'unknown', 'unknown'],
  ['an error of the application', error(ofStora), 'failed', 'failed'],
  [
    'a refusal of the application',
    error({ ...refused, ...ofStora, status: 422 }),
    'refused',
    'refused',
  ],
  ['a missing right', error({ ...refused, ...ofStora, status: 403 }), 'refused', 'not_sent'],
  ['a call that is at work', error({ ...refused, ...ofStora, status: 409 }), 'refused', 'not_sent'],
  ['a challenge', error({ ...refused, status: 403 }), 'refused', 'not_sent'],
])('tells what %s says of the event', (_name, cause, ...verdicts) => {
  expect([judgeFailedNote(cause, false), judgeFailedNote(cause, true)]).toEqual(verdicts);
});
