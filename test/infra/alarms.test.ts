import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { alarmNames, alarmPage } from '../../infra/alarm-names.ts';
import { referredId, resourcesOf, synthesize } from './synthesized.ts';

const { pipeline } = synthesize('production');
const alarms = resourcesOf(pipeline, 'AWS::CloudWatch::Alarm');

describe('alarms', () => {
  it('are exactly the ones that the runbook has to explain', () => {
    expect(alarms.map(({ properties }) => properties.AlarmName).sort()).toEqual(
      alarmNames.map((name) => `rollerdoor-production-${name}`).sort(),
    );
  });

  it('say what people notice and where to read on', () => {
    for (const { properties } of alarms) {
      const page = /^[A-Z].{20,}\. What to do: (docs\/alarms\/[a-z-]+\.md)$/.exec(
        properties.AlarmDescription,
      )?.[1];
      expect(existsSync(page ?? ''), properties.AlarmDescription).toBe(true);
    }
  });

  it('of a queue of a target share a page, whichever target it is', () => {
    expect(alarmPage('changes-xero-dead-letters')).toBe('docs/alarms/changes-dead-letters.md');
    expect(alarmPage('write-backs-dead-letters')).toBe('docs/alarms/write-backs-dead-letters.md');
  });

  it('are quiet while nothing is reported', () => {
    for (const { properties } of alarms) expect(properties.TreatMissingData).toBe('notBreaching');
  });

  it('go off at the first dead letter, and when a message is older than an hour', () => {
    for (const { id, properties } of resourcesOf(pipeline, 'AWS::SQS::Queue')) {
      const alarm = alarms.find(
        ({ properties: { Dimensions } }) => Dimensions && referredId(Dimensions[0].Value) === id,
      )?.properties;
      const isSource = properties.RedrivePolicy !== undefined;
      expect(alarm).toMatchObject(
        isSource
          ? { MetricName: 'ApproximateAgeOfOldestMessage', Threshold: 3_600 }
          : { MetricName: 'ApproximateNumberOfMessagesVisible', Threshold: 0 },
      );
      expect(alarm?.ComparisonOperator).toBe('GreaterThanThreshold');
    }
  });

  it('watch what the functions count, by the names they count under', () => {
    const watched = alarms.flatMap(({ properties }) =>
      (properties.Metrics ?? []).flatMap(({ MetricStat }: Watched) =>
        MetricStat
          ? [[properties.AlarmName.replace('rollerdoor-production-', ''), MetricStat.Metric]]
          : [],
      ),
    );
    const counted = (service: string, MetricName: string) => ({
      Namespace: 'Rollerdoor/production',
      MetricName,
      Dimensions: [{ Name: 'service', Value: service }],
    });
    expect(watched).toEqual([
      ['token-requests-refused', counted('refresh-connection', 'ClientCredentialsRefused')],
      ['token-requests-refused', counted('refresh-connection', 'TokenRequestRefused')],
      ['connections-overdue', counted('refresh-tokens', 'ConnectionOverdue')],
      ['connections-overdue', counted('refresh-tokens', 'ConnectionNearIdleLimit')],
      ['connections-dying', counted('refresh-connection', 'ConnectionNeedsReconnect')],
      ['ciphertexts-refused', counted('refresh-connection', 'CiphertextRefused')],
      ['messages-unreadable', counted('apply-changes', 'MessageUnreadable')],
      ['messages-unreadable', counted('write-back', 'MessageUnreadable')],
      ['messages-unreadable', counted('refresh-connection', 'MessageUnreadable')],
      ['messages-unreadable', counted('walk-pages', 'MessageUnreadable')],
      ['messages-unreadable', counted('reconcile-books', 'MessageUnreadable')],
      ['changes-aside-stuck', counted('wake-issues', 'AsideStuck')],
      ['timeline-events-given-up', counted('write-back', 'TimelineEventGivenUp')],
      ['metadata-given-up', counted('write-back', 'MetadataGivenUp')],
      ['event-types-refused', counted('oauth-callback', 'EventTypeRefused')],
      ['event-types-refused', counted('refresh-tokens', 'EventTypeRefused')],
      ['event-types-refused', counted('tend-sources', 'EventTypeRefused')],
      ['sums-unexplained', counted('reconcile-books', 'NightUnexplained')],
      ['mails-given-up', counted('send-mails', 'MailGivenUp')],
    ]);
  });
});

interface Watched {
  MetricStat?: { Metric: object };
}
