/** Every alarm there is. Each is a heading of the runbook: what it means, how to look, what to do. */
export const alarmNames = [
  'changes-xero-dead-letters',
  'changes-xero-oldest-message',
  'write-backs-dead-letters',
  'write-backs-oldest-message',
  'token-refreshes-dead-letters',
  'token-refreshes-oldest-message',
  'receive-webhook-errors',
  'serve-portal-errors',
  'oauth-callback-errors',
  'refresh-tokens-errors',
  'tend-connections-errors',
  'sweep-write-backs-errors',
  'wake-issues-errors',
  'token-requests-refused',
  'connections-overdue',
  'connections-dying',
  'ciphertexts-refused',
  'messages-unreadable',
  'timeline-events-given-up',
  'metadata-given-up',
] as const;
export type AlarmName = (typeof alarmNames)[number];
