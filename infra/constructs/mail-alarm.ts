import type { Construct } from 'constructs';
import { addRunbookAlarm } from './runbook-alarm.ts';
import { sumOf } from './sum-of-counts.ts';

/** One address that does not exist is its owner's; several within minutes are ours, or the service's. */
const givenUpAtOnce = 3;

export function addMailAlarm(scope: Construct): void {
  addRunbookAlarm(scope, 'MailsGivenUpAlarm', {
    name: 'mails-given-up',
    impact: 'Several mails to people were not sent and will not be: links, digests or notices.',
    metric: sumOf(scope, { services: ['send-mails'], names: ['MailGivenUp'] }),
    threshold: givenUpAtOnce,
  });
}
