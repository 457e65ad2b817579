import type { Construct } from 'constructs';
import { addRunbookAlarm } from './runbook-alarm.ts';
import { sumOf } from './sum-of-counts.ts';

/** Alarms on what the queue workers count: what they cannot read, and what they give up. */
export function addWorkerAlarms(scope: Construct): void {
  addRunbookAlarm(scope, 'MessagesUnreadableAlarm', {
    name: 'messages-unreadable',
    impact:
      'A queued message cannot be read; its operator stands still on that queue until it can.',
    metric: sumOf(scope, {
      services: ['apply-changes', 'write-back', 'refresh-connection'],
      names: ['MessageUnreadable'],
    }),
    threshold: 0,
  });
  addRunbookAlarm(scope, 'TimelineEventsGivenUpAlarm', {
    name: 'timeline-events-given-up',
    impact: 'A posted document gets no event on the timeline in Stora.',
    metric: sumOf(scope, { services: ['write-back'], names: ['TimelineEventGivenUp'] }),
    threshold: 0,
  });
  addRunbookAlarm(scope, 'MetadataGivenUpAlarm', {
    name: 'metadata-given-up',
    impact: 'A contact in Stora does not name its contact in Xero.',
    metric: sumOf(scope, { services: ['write-back'], names: ['MetadataGivenUp'] }),
    threshold: 0,
  });
  addRunbookAlarm(scope, 'EventTypesRefusedAlarm', {
    name: 'event-types-refused',
    impact:
      'Stora does not know an event that we ask for; what it would tell is read once an hour instead.',
    metric: sumOf(scope, {
      services: ['oauth-callback', 'refresh-tokens', 'tend-sources'],
      names: ['EventTypeRefused'],
    }),
    threshold: 0,
  });
}
