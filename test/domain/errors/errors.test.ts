import { describe, expect, it } from 'vitest';
import {
  DeferredError,
  NotConnectedError,
  ProviderError,
} from '../../../shared/domain/errors/errors.ts';

const failure = {
  provider: 'xero',
  status: 503,
  code: 'http_503',
  canRetryHelp: true,
  effect: 'unknown',
} as const;

describe('errors', () => {
  it.each([
    [new DeferredError('pace', 3), 'DeferredError: Deferred for 3 s: pace.'],
    [
      new NotConnectedError('stora', 'needs_reconnect'),
      'NotConnectedError: No live connection to stora (needs_reconnect).',
    ],
    [new ProviderError(failure), 'ProviderError: xero answered 503 (http_503).'],
    [
      new ProviderError({ ...failure, requestId: 'req-1' }),
      'ProviderError: xero answered 503 (http_503, request req-1).',
    ],
    [
      new ProviderError({ ...failure, status: undefined, code: 'no_answer' }),
      'ProviderError: xero answered nothing (no_answer).',
    ],
  ])('read as %s', (error, text) => {
    expect(String(error)).toBe(text);
  });
});
