import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as applyChanges from '../../functions/apply-changes/wiring.ts';
import * as lookAtLedgers from '../../functions/look-at-ledgers/wiring.ts';
import * as oauthCallback from '../../functions/oauth-callback/wiring.ts';
import * as receiveWebhook from '../../functions/receive-webhook/wiring.ts';
import * as reconcileBooks from '../../functions/reconcile-books/wiring.ts';
import * as refreshConnection from '../../functions/refresh-connection/wiring.ts';
import * as refreshTokens from '../../functions/refresh-tokens/wiring.ts';
import * as sendMails from '../../functions/send-mails/wiring.ts';
import * as servePortal from '../../functions/serve-portal/wiring.ts';
import * as startNights from '../../functions/start-nights/wiring.ts';
import * as sweepWriteBacks from '../../functions/sweep-write-backs/wiring.ts';
import * as tendConnections from '../../functions/tend-connections/wiring.ts';
import * as tendSources from '../../functions/tend-sources/wiring.ts';
import * as wakeIssues from '../../functions/wake-issues/wiring.ts';
import * as walkPages from '../../functions/walk-pages/wiring.ts';
import * as writeBack from '../../functions/write-back/wiring.ts';
import { storaSettings, xeroSettings } from '../support/vendors-in-process.ts';
import { lambdaContext } from './local-deployment.ts';

const always = ['TABLE_NAME', 'KEY_ID', 'SOURCE_SETTINGS'];

/** Every variable that a function cannot do without. */
const functions = [
  {
    name: 'apply-changes',
    wire: applyChanges.wire,
    needs: [...always, 'TARGET', 'CHANGES_QUEUE_URL', 'WRITE_BACKS_QUEUE_URL', 'TARGET_SETTINGS'],
  },
  {
    name: 'oauth-callback',
    wire: oauthCallback.wire,
    needs: [
      ...always,
      'CHANGES_QUEUE_URLS',
      'WRITE_BACKS_QUEUE_URL',
      'SIGNING_KEY_SECRET_NAME',
      'PORTAL_BASE_URL',
      'TARGET_SETTINGS',
    ],
  },
  {
    name: 'send-mails',
    wire: sendMails.wire,
    needs: ['TABLE_NAME', 'SIGNING_KEY_SECRET_NAME', 'PORTAL_BASE_URL', 'MAIL_SETTINGS'],
  },
  {
    name: 'look-at-ledgers',
    wire: lookAtLedgers.wire,
    needs: [...always, 'TARGET_SETTINGS'],
  },
  {
    name: 'receive-webhook',
    wire: receiveWebhook.wire,
    needs: [...always, 'CHANGES_QUEUE_URLS'],
  },
  {
    name: 'reconcile-books',
    wire: reconcileBooks.wire,
    needs: [...always, 'NIGHTS_QUEUE_URL', 'CHANGES_QUEUE_URLS', 'TARGET_SETTINGS'],
  },
  {
    name: 'refresh-connection',
    wire: refreshConnection.wire,
    needs: [...always, 'TOKEN_REFRESHES_QUEUE_URL', 'TARGET_SETTINGS'],
  },
  {
    name: 'refresh-tokens',
    wire: refreshTokens.wire,
    needs: [...always, 'TOKEN_REFRESHES_QUEUE_URL', 'TARGET_SETTINGS'],
  },
  {
    name: 'serve-portal',
    wire: servePortal.wire,
    needs: [
      ...always,
      'CHANGES_QUEUE_URLS',
      'SIGNING_KEY_SECRET_NAME',
      'DEPROVISION_SECRET_NAME',
      'PORTAL_BASE_URL',
      'MAIL_SETTINGS',
      'TARGET_SETTINGS',
    ],
  },
  {
    name: 'start-nights',
    wire: startNights.wire,
    needs: ['TABLE_NAME', 'NIGHTS_QUEUE_URL'],
  },
  {
    name: 'sweep-write-backs',
    wire: sweepWriteBacks.wire,
    needs: ['TABLE_NAME', 'WRITE_BACKS_QUEUE_URL'],
  },
  {
    name: 'tend-connections',
    wire: tendConnections.wire,
    needs: [...always, 'PORTAL_BASE_URL', 'TARGET_SETTINGS'],
  },
  {
    name: 'tend-sources',
    wire: tendSources.wire,
    needs: [...always, 'CHANGES_QUEUE_URLS', 'TARGET_SETTINGS'],
  },
  {
    name: 'wake-issues',
    wire: wakeIssues.wire,
    needs: [
      ...always,
      'CHANGES_QUEUE_URLS',
      'WRITE_BACKS_QUEUE_URL',
      'PAGES_QUEUE_URL',
      'TARGET_SETTINGS',
    ],
  },
  {
    name: 'walk-pages',
    wire: walkPages.wire,
    needs: [
      ...always,
      'PAGES_QUEUE_URL',
      'CHANGES_QUEUE_URLS',
      'WRITE_BACKS_QUEUE_URL',
      'TARGET_SETTINGS',
    ],
  },
  {
    name: 'write-back',
    wire: writeBack.wire,
    needs: [...always, 'WRITE_BACKS_QUEUE_URL', 'TARGET_SETTINGS'],
  },
];

const complete: Record<string, string> = {
  AWS_REGION: 'us-east-1',
  TABLE_NAME: 'table',
  KEY_ID: 'alias/key',
  TARGET: 'xero',
  CHANGES_QUEUE_URL: 'http://127.0.0.1:1/changes-xero.fifo',
  CHANGES_QUEUE_URLS: JSON.stringify({ xero: 'http://127.0.0.1:1/changes-xero.fifo' }),
  NIGHTS_QUEUE_URL: 'http://127.0.0.1:1/nights.fifo',
  TOKEN_REFRESHES_QUEUE_URL: 'http://127.0.0.1:1/token-refreshes.fifo',
  PAGES_QUEUE_URL: 'http://127.0.0.1:1/pages.fifo',
  WRITE_BACKS_QUEUE_URL: 'http://127.0.0.1:1/write-backs.fifo',
  SIGNING_KEY_SECRET_NAME: 'signing-key',
  DEPROVISION_SECRET_NAME: 'deprovision',
  PORTAL_BASE_URL: 'https://rollerdoor.test',
  MAIL_SETTINGS: JSON.stringify({ sender: 'rollerdoor@example.test' }),
  EVENT_SECRET_NAMES: JSON.stringify({ xero: 'xero-events' }),
  SOURCE_SETTINGS: JSON.stringify(storaSettings()),
  TARGET_SETTINGS: JSON.stringify({ xero: xeroSettings() }),
};

function messageOf(action: () => unknown): string {
  try {
    action();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  return '';
}

describe.each(functions)('the function $name', ({ name, wire, needs }) => {
  it('is put together from its environment', () => {
    expect(messageOf(() => wire(complete))).toBe('');
  });

  it('names every missing variable in one error', () => {
    const message = messageOf(() => wire({}));

    expect(needs.filter((variable) => !message.includes(`${variable}:`))).toEqual([]);
  });

  it.each(needs)('does not start without %s alone', (missing) => {
    const { [missing]: _value, ...rest } = complete;
    const message = messageOf(() => wire(rest));

    expect(message).toContain(`${missing}:`);
    expect(needs.filter((variable) => message.includes(`${variable}:`))).toEqual([missing]);
  });

  it.each(needs.filter((variable) => /^(?:SOURCE|TARGET)_SETTINGS$/.test(variable)))(
    'says which field of %s is wrong, and repeats no value',
    (variable) => {
      const field = variable === 'TARGET_SETTINGS' ? 'xero.apiBaseUrl' : 'apiBaseUrl';
      const changed = { apiBaseUrl: undefined, clientSecretName: 'named-secret' };
      const broken = JSON.stringify(JSON.parse(complete[variable] ?? ''), (key, value) =>
        key in changed ? changed[key as keyof typeof changed] : value,
      );

      const missing = messageOf(() => wire({ ...complete, [variable]: broken }));
      const noJson = messageOf(() => wire({ ...complete, [variable]: '{"named-secret' }));

      expect(missing).toContain(`${variable}.${field}:`);
      expect(noJson).toContain(`${variable}: Not valid JSON.`);
      expect(missing + noJson).not.toContain('named-secret');
    },
  );

  it('starts when it is called, not when it is loaded, and fails with the same clear error', async () => {
    const { handler } = await import(`../../functions/${name}/handler.ts`);

    await expect(async () => handler({ Records: [], headers: {} }, lambdaContext)).rejects.toThrow(
      /The environment of this function is not usable\..*TABLE_NAME/,
    );
  });

  it('has a handler that only hands over', () => {
    const file = new URL(`../../functions/${name}/handler.ts`, import.meta.url);

    expect(readFileSync(file, 'utf8').trimEnd().split('\n').length).toBeLessThanOrEqual(25);
  });
});
