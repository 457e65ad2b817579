import type { Construct } from 'constructs';
import { sourceManifest } from '../../shared/source/registry.ts';
import { targets } from '../../shared/targets/registry.ts';
import { addRunbookAlarm } from './runbook-alarm.ts';
import { sumOf } from './sum-of-counts.ts';

const source = sourceManifest.name;
const targetNames = Object.values(targets)
  .map(({ name }) => name)
  .join(' or ');

/** Alarms on what the queue workers count: what they cannot read, and what they give up. */
export function addWorkerAlarms(scope: Construct): void {
  addRunbookAlarm(scope, 'MessagesUnreadableAlarm', {
    name: 'messages-unreadable',
    impact:
      'A queued message cannot be read; its operator stands still on that queue until it can.',
    metric: sumOf(scope, {
      services: [
        ...['apply-changes', 'write-back', 'refresh-connection', 'walk-pages'],
        'reconcile-books',
      ],
      names: ['MessageUnreadable'],
    }),
    threshold: 0,
  });
  addRunbookAlarm(scope, 'ChangesAsideStuckAlarm', {
    name: 'changes-aside-stuck',
    impact: 'Changes that waited for somebody to connect again do not go on although they did.',
    metric: sumOf(scope, { services: ['wake-issues'], names: ['AsideStuck'] }),
    threshold: 0,
  });
  addRunbookAlarm(scope, 'TimelineEventsGivenUpAlarm', {
    name: 'timeline-events-given-up',
    impact: `A posted document gets no event on the timeline in ${source}.`,
    metric: sumOf(scope, { services: ['write-back'], names: ['TimelineEventGivenUp'] }),
    threshold: 0,
  });
  addRunbookAlarm(scope, 'MetadataGivenUpAlarm', {
    name: 'metadata-given-up',
    impact: `A contact in ${source} does not name its contact in ${targetNames}.`,
    metric: sumOf(scope, { services: ['write-back'], names: ['MetadataGivenUp'] }),
    threshold: 0,
  });
  addRunbookAlarm(scope, 'EventTypesRefusedAlarm', {
    name: 'event-types-refused',
    impact: `${source} does not know an event that we ask for; what it would tell is read once an hour instead.`,
    metric: sumOf(scope, {
      services: ['oauth-callback', 'refresh-tokens', 'tend-sources'],
      names: ['EventTypeRefused'],
    }),
    threshold: 0,
  });
  addRunbookAlarm(scope, 'SumsUnexplainedAlarm', {
    name: 'sums-unexplained',
    impact: `The sums of a month differ between ${source} and ${targetNames}, and no document tells why.`,
    metric: sumOf(scope, { services: ['reconcile-books'], names: ['NightUnexplained'] }),
    threshold: 0,
  });
}
