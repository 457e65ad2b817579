import type { Mail } from '../../contracts/mail-item.ts';
import type { MailSettings } from '../../contracts/mail-settings.ts';
import type { Person } from '../../contracts/people-item.ts';
import { composeMail } from '../../domain/mail/compose-mail.ts';
import { type AfterSend, decideAfterSend, decideSend } from '../../domain/mail/decide-send.ts';
import type { Log, Metrics } from '../../ports/log.ts';
import type { Mails } from '../../ports/mails.ts';
import type { Outbox } from '../../ports/outbox.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { HostedLinkDeps } from '../connect/hosted-links.ts';
import { zoneOf } from '../settings/zone-of.ts';
import { sideBySide } from '../sweep/side-by-side.ts';
import { type AddressesDeps, backUrl, unsubscribeUrl } from './mail-addresses.ts';
import { openMailedLink } from './mailed-link.ts';

export interface SendOutboxDeps extends HostedLinkDeps, AddressesDeps {
  outbox: Outbox;
  people: PeopleStore;
  settings: Pick<SettingsStore, 'get'>;
  mails: Mails;
  mail: MailSettings;
  log: Log;
  metrics: Metrics;
}

export interface SentCounts {
  sent: number;
  later: number;
  givenUp: number;
  failed: number;
}

/** SES begins with one a second outside of its trial; one tick a minute does not need more. */
const mailsAtMost = 200;
const places = 4;

/** Sends the mails that are owed. Two at once share them: each mail is claimed before it leaves. */
export async function sendOutbox(deps: SendOutboxDeps, untilEpochMs: number): Promise<SentCounts> {
  const counts = { sent: 0, later: 0, givenUp: 0, failed: 0 };
  const due = await deps.outbox.due(deps.clock.nowEpochMs(), mailsAtMost);
  await sideBySide(due, { clock: deps.clock, places, untilEpochMs }, async (mail) => {
    const { operatorId } = mail;
    try {
      const end = await sendOne(deps, mail);
      if (end !== undefined) note(deps, mail, { end, counts });
    } catch (error) {
      // Recovery: an unclaimed mail stays due; of a claimed one the end is unknown, and it is given up.
      counts.failed += 1;
      deps.log.error('mail.failed', { operatorId, kind: mail.content.kind }, error);
    }
  });
  return counts;
}

/** Undefined: it is not ours to send now. */
async function sendOne(deps: SendOutboxDeps, mail: Mail): Promise<AfterSend | undefined> {
  const nowEpochMs = deps.clock.nowEpochMs();
  const decision = decideSend(mail, nowEpochMs);
  if (decision.kind === 'wait') return undefined;
  if (decision.kind === 'give_up') return ended(deps, mail, decision);
  const person = await recipientOf(deps, mail);
  if (person === undefined) return ended(deps, mail, { kind: 'give_up', reason: 'nobody' });
  const frame = await frameOf(deps, mail, person);
  if (frame === undefined) return ended(deps, mail, { kind: 'give_up', reason: 'removed' });
  if (!(await deps.outbox.claim(mail, mail.tries, nowEpochMs))) return undefined;
  const outcome = await deps.mails.send(composeMail(mail.content, frame));
  return ended(deps, mail, decideAfterSend(outcome, mail.tries + 1, deps.clock.nowEpochMs()));
}

/** Whoever left, or ended the digest since it was made, gets none any more. */
async function recipientOf(deps: SendOutboxDeps, mail: Mail): Promise<Person | undefined> {
  const people = await deps.people.get(mail.operatorId);
  const person = people?.people.find(({ personId }) => personId === mail.personId);
  return mail.content.kind === 'digest' && person?.digest === false ? undefined : person;
}

async function frameOf(deps: SendOutboxDeps, mail: Mail, person: Person) {
  const { operatorId, content } = mail;
  const operator = await deps.operators.get(operatorId);
  if (operator === undefined || operator.removal !== undefined) return undefined;
  const { personId } = person;
  const reader = { operatorId, personId };
  const isLink = content.kind === 'new_link' || content.kind === 'connection_lost';
  return {
    to: person.email,
    operatorName: operator.name,
    timeZone: await zoneOf(deps, operatorId),
    onUrl: isLink
      ? await openMailedLink(deps, operatorId, { ...content, personId })
      : await backUrl(deps, reader),
    unsubscribeUrl: await unsubscribeUrl(deps, reader),
    contact: deps.mail.contact,
  };
}

async function ended(deps: SendOutboxDeps, mail: Mail, end: AfterSend): Promise<AfterSend> {
  const at = new Date(deps.clock.nowEpochMs()).toISOString();
  if (end.kind === 'sent') await deps.outbox.noteSent(mail, at);
  else if (end.kind === 'later') await deps.outbox.noteLater(mail, end.dueAtEpochMs);
  else await deps.outbox.noteGivenUp(mail, { at, reason: end.reason });
  return end;
}

/** By kind and operator: to whom it went is nobody's business here. */
function note(
  deps: SendOutboxDeps,
  { operatorId, content }: Mail,
  { end, counts }: { end: AfterSend; counts: SentCounts },
): void {
  const facts = { operatorId, kind: content.kind };
  if (end.kind === 'sent') {
    counts.sent += 1;
    deps.metrics.count('MailSent');
    deps.log.info('mail.sent', facts);
  } else if (end.kind === 'later') {
    counts.later += 1;
    deps.log.info('mail.put_off', facts);
  } else {
    counts.givenUp += 1;
    deps.metrics.count('MailGivenUp');
    deps.log.warn('mail.given_up', { ...facts, reason: end.reason });
  }
}
