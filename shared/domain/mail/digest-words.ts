import type { DigestContent } from '../../contracts/mail-item.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { formatMoney } from '../money/decimal.ts';
import { dayAndTime } from '../portal/day-and-time.ts';
import type { MailBlock, MailPart } from './mail-body.ts';

/** What needs a person, by cause, with how many records and how much money wait for it. */
export function digestPart(
  content: DigestContent,
  frame: { operatorName: string; onUrl: string },
): MailPart {
  const { causes, moreCauses, differences, lost, quietSince } = content;
  const records = causes.reduce((sum, cause) => sum + cause.records, 0);
  const words = [
    ...lost.map((provider) => `${providerManifests[provider].name} has to be connected again`),
    ...(records === 0
      ? []
      : [`${counted(records, 'record')} ${records === 1 ? 'needs' : 'need'} you`]),
    ...(differences === 0 ? [] : [`${counted(differences, 'document')} changed in your books`]),
    ...(quietSince === undefined ? [] : [`nothing is heard from ${sourceManifest.name}`]),
  ];
  return {
    subject: `${frame.operatorName}: ${words.join(', ')}`,
    blocks: [
      ...lost.map(lostBlock),
      ...causes.map(causeBlock),
      ...(moreCauses === 0 ? [] : [said(`And ${counted(moreCauses, 'cause')} more on your page.`)]),
      ...(differences === 0 ? [] : [differencesBlock(differences)]),
      ...(quietSince === undefined ? [] : [quietBlock(quietSince)]),
    ],
    button: { words: 'See it on your page', href: frame.onUrl },
  };
}

function lostBlock(provider: DigestContent['lost'][number]): MailBlock {
  const { name } = providerManifests[provider];
  return {
    kind: 'item',
    title: `${name} is not connected any more`,
    text: 'Only you can give permission again. What came in meanwhile waits for it.',
  };
}

function causeBlock({
  message,
  remedy,
  records,
  sumsMinor,
}: DigestContent['causes'][number]): MailBlock {
  const sums = Object.entries(sumsMinor).map(([currency, minor]) => formatMoney(minor, currency));
  const stake = sums.length === 0 ? '' : `, ${sums.join(' and ')}`;
  return { kind: 'item', title: message, text: `${counted(records, 'record')}${stake}. ${remedy}` };
}

function differencesBlock(differences: number): MailBlock {
  return {
    kind: 'item',
    title: `${counted(differences, 'document')} changed by hand in your books`,
    text: 'What stands there differs from what was sent. Nothing is written over it: have a look.',
  };
}

function quietBlock(quietSince: string): MailBlock {
  const { name } = sourceManifest;
  return {
    kind: 'item',
    title: `We hear nothing from ${name}`,
    text: `The last was on ${dayAndTime(quietSince)}. Both sides are compared every night, so nothing is lost. Look in ${name} whether its notifications to us are switched on.`,
  };
}

function said(text: string): MailBlock {
  return { kind: 'paragraph', text };
}

function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
