import type { MailContent } from '../../contracts/mail-item.ts';
import type { MailSettings } from '../../contracts/mail-settings.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { dayAndTime } from '../portal/day-and-time.ts';
import type { ComposedMail } from './composed-mail.ts';
import { digestPart } from './digest-words.ts';
import { type MailPart, paragraphs, writeMail } from './mail-body.ts';

export interface MailFrame {
  to: string;
  operatorName: string;
  /** Where the operator is; @default not known: times are told in UTC */
  timeZone?: string | undefined;
  /** Where the reader goes on: a page that opens by itself, or with a link that is sent to this address. */
  onUrl: string;
  /** Of the mail's own reader; only a digest has one. */
  unsubscribeUrl: string;
  contact: MailSettings['contact'];
}

/** The mail as its reader sees it. It names the operator, and of people nobody. */
export function composeMail(content: MailContent, frame: MailFrame): ComposedMail {
  const { to, contact } = frame;
  const part = partOf(content, frame);
  const isDigest = content.kind === 'digest';
  const unsubscribe = isDigest ? { unsubscribeUrl: frame.unsubscribeUrl } : {};
  return {
    to,
    kind: content.kind,
    subject: oneLine(part.subject),
    ...writeMail(part, { contact, ...unsubscribe }),
    ...unsubscribe,
  };
}

/** A name must not begin a header of its own. */
function oneLine(text: string): string {
  return text.replace(/\s+/gu, ' ').trim();
}

function partOf(content: MailContent, frame: MailFrame): MailPart {
  switch (content.kind) {
    case 'digest':
      return digestPart(content, frame);
    case 'new_link':
      return newLink(content, frame);
    case 'disconnected':
      return disconnected(content, frame);
    case 'connection_lost':
      return connectionLost(content, frame);
  }
}

function newLink(
  { purpose, expiresAtEpochMs }: Extract<MailContent, { kind: 'new_link' }>,
  { operatorName, onUrl, timeZone }: MailFrame,
): MailPart {
  const until = dayAndTime(new Date(expiresAtEpochMs).toISOString(), timeZone);
  const what = purpose === 'read' ? 'look at the pages of' : 'open the pages of';
  return {
    subject: `Your new link to Rollerdoor for ${operatorName}`,
    blocks: paragraphs(
      `Somebody asked on our page for a new link, to ${what} ${operatorName}. It is good until ${until}.`,
      'If that was not you, leave this mail alone: nothing changes, and nobody else got the link.',
    ),
    button: { words: 'Open Rollerdoor', href: onUrl },
  };
}

function disconnected(
  { provider, at }: Extract<MailContent, { kind: 'disconnected' }>,
  { operatorName, onUrl, timeZone }: MailFrame,
): MailPart {
  const { name, endingWords } = providerManifests[provider];
  return {
    subject: `${name} is disconnected from Rollerdoor (${operatorName})`,
    blocks: paragraphs(
      `The connection of ${operatorName} to ${name} was ended on ${dayAndTime(at, timeZone)}. ${endingWords}`,
      'If that was not meant, open your page and connect it again: nothing that was posted is lost.',
    ),
    button: { words: 'Open your page', href: onUrl },
  };
}

function connectionLost(
  { provider }: Extract<MailContent, { kind: 'connection_lost' }>,
  { operatorName, onUrl }: MailFrame,
): MailPart {
  const { name } = providerManifests[provider];
  return {
    subject: `${name} needs you: connect it again (${operatorName})`,
    blocks: paragraphs(
      `${name} does not let us in any more for ${operatorName}. Only you can give permission again; it takes a minute.`,
      'Until then nothing is sent there. What comes in meanwhile waits, and goes on by itself afterwards.',
    ),
    button: { words: 'Connect again', href: onUrl },
  };
}
