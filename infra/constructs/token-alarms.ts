import type { Construct } from 'constructs';
import { addRunbookAlarm } from './runbook-alarm.ts';
import { sumOf } from './sum-of-counts.ts';

/**
 * Alarms on what the functions count about tokens. One function's count is enough: every connection
 * passes through the sweep in 5 minutes and through a refresh in the life of a token.
 */
export function addTokenAlarms(scope: Construct): void {
  addRunbookAlarm(scope, 'TokenRequestsRefusedAlarm', {
    name: 'token-requests-refused',
    impact:
      'A provider refuses our own credentials or requests: no connection to it can be refreshed.',
    metric: sumOf(scope, {
      services: ['refresh-connection'],
      names: ['ClientCredentialsRefused', 'TokenRequestRefused'],
    }),
    threshold: 0,
  });
  addRunbookAlarm(scope, 'ConnectionsOverdueAlarm', {
    name: 'connections-overdue',
    impact:
      'The token of a connection ended over an hour ago and was not refreshed; its records wait.',
    metric: sumOf(scope, {
      services: ['refresh-tokens'],
      names: ['ConnectionOverdue', 'ConnectionNearIdleLimit'],
    }),
    threshold: 0,
  });
  addRunbookAlarm(scope, 'ConnectionsDyingAlarm', {
    name: 'connections-dying',
    impact: 'Several operators have to connect again at once, which hardly is their own doing.',
    metric: sumOf(scope, { services: ['refresh-connection'], names: ['ConnectionNeedsReconnect'] }),
    threshold: dyingAtOnce,
  });
  addRunbookAlarm(scope, 'CiphertextsRefusedAlarm', {
    name: 'ciphertexts-refused',
    impact:
      'Stored access of an operator does not open; its records wait, and somebody may meddle.',
    metric: sumOf(scope, { services: ['refresh-connection'], names: ['CiphertextRefused'] }),
    threshold: 0,
  });
}

/** Operators withdraw their consent one by one; more in five minutes has a common cause. */
const dyingAtOnce = 3;
