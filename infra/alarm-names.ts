import { targetIds } from '../shared/targets/target-ids.ts';

/** Every alarm there is. Each has a page: what it means, whom it hurts, how to look, what to do. */
export const alarmNames = [
  ...targetIds.flatMap(
    (target) => [`changes-${target}-dead-letters`, `changes-${target}-oldest-message`] as const,
  ),
  'write-backs-dead-letters',
  'write-backs-oldest-message',
  'pages-dead-letters',
  'pages-oldest-message',
  'nights-dead-letters',
  'nights-oldest-message',
  'token-refreshes-dead-letters',
  'token-refreshes-oldest-message',
  'receive-webhook-errors',
  'serve-portal-errors',
  'oauth-callback-errors',
  'refresh-tokens-errors',
  'tend-connections-errors',
  'sweep-write-backs-errors',
  'tend-sources-errors',
  'wake-issues-errors',
  'look-at-ledgers-errors',
  'start-nights-errors',
  'send-mails-errors',
  'mails-given-up',
  'token-requests-refused',
  'connections-overdue',
  'connections-dying',
  'ciphertexts-refused',
  'messages-unreadable',
  'changes-aside-stuck',
  'timeline-events-given-up',
  'metadata-given-up',
  'event-types-refused',
  'sums-unexplained',
] as const;
export type AlarmName = (typeof alarmNames)[number];

/** The page of an alarm; those of a target's queue share one, whichever target it is. */
export function alarmPage(name: AlarmName): string {
  const target = targetIds.find((id) => name.startsWith(`changes-${id}-`));
  const page = target === undefined ? name : name.replace(`-${target}-`, '-');
  return `docs/alarms/${page}.md`;
}
