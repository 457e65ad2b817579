import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ProviderError } from '../../shared/domain/errors/errors.ts';
import type { Log } from '../../shared/ports/log.ts';
import { createLog } from '../../shared/runtime/logger.ts';

/** What the logger writes, one JSON object per entry. */
const lines: string[] = [];

function capture(...methods: Array<'info' | 'warn' | 'error' | 'log'>): void {
  for (const method of methods) {
    vi.spyOn(console, method).mockImplementation((line) => {
      lines.push(String(line));
    });
  }
}

function written(): Array<Record<string, unknown>> {
  return lines.map((line) => JSON.parse(line));
}

let log: Log;

beforeEach(() => {
  lines.length = 0;
  // In development mode the logger writes through the global console.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  capture('info', 'warn', 'error', 'log');
  log = createLog('apply-changes');
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

/** An error as HTTP clients throw it: with the request, its headers and its body on it. */
function clientError(): Error {
  const error = new Error('Request failed.');
  return Object.assign(error, {
    config: { headers: { authorization: 'Bearer s3cret-token' } },
    response: { body: 'ada@example.com' },
  });
}

describe('createLog', () => {
  it('writes the event as message and the facts as keys', () => {
    log.info('change.applied', { operatorId: 'acorn', count: 2, isNew: true });

    expect(written()).toMatchObject([
      {
        level: 'INFO',
        message: 'change.applied',
        service: 'apply-changes',
        operatorId: 'acorn',
        count: 2,
        isNew: true,
      },
    ]);
  });

  it('leaves away facts that are not known', () => {
    log.warn('change.odd', { requestId: undefined });
    log.info('change.plain');

    expect(written()[0]).not.toHaveProperty('requestId');
    expect(written()).toMatchObject([{ level: 'WARN' }, { message: 'change.plain' }]);
  });

  it('writes name, message and stack of an error, and of its cause name and message', () => {
    const failure = { provider: 'xero', status: 500, code: 'http_500' } as const;
    const cause = new Error('TimeoutError');
    const error = new ProviderError(
      { ...failure, canRetryHelp: true, effect: 'unknown' },
      { cause },
    );
    log.error('batch.failed', { messages: 3 }, error);

    expect(written()).toMatchObject([
      {
        level: 'ERROR',
        messages: 3,
        errorName: 'ProviderError',
        errorMessage: 'xero answered 500 (http_500).',
        errorStack: expect.stringContaining('ProviderError'),
        errorCause: 'Error: TimeoutError',
      },
    ]);
  });

  it('writes nothing else that hangs on an error: no header, no body', () => {
    log.error('batch.failed', {}, clientError());
    log.error('batch.failed', {}, new Error('Outer.', { cause: clientError() }));

    const text = lines.join('\n');
    expect(text).toContain('Request failed.');
    expect(text).not.toContain('s3cret-token');
    expect(text).not.toContain('ada@example.com');
  });

  it.each([['a text'], [{ token: 's3cret-token' }], [undefined], [null]])(
    'writes nothing of what was thrown and is no error: %j',
    (thrown) => {
      log.error('batch.failed', {}, thrown);

      expect(written()).toHaveLength(1);
      expect(lines.join('')).not.toMatch(/s3cret|a text/);
    },
  );
});
