import type { LinkPurpose } from '../../contracts/hosted-link-item.ts';
import type { People, Person } from '../../contracts/people-item.ts';
import { linkClaims } from '../../contracts/portal-tokens.ts';
import { findLinkProblem } from '../../domain/portal/link-problem.ts';
import type { PeopleStore } from '../../ports/people-store.ts';
import type { HostedLinkDeps } from '../connect/hosted-links.ts';
import { readSignedText } from '../connect/signed-text.ts';
import { readReader } from './mail-addresses.ts';
import { type OweDeps, oweMail, ownersOf } from './owe-mail.ts';

export interface AskForLinkDeps extends HostedLinkDeps, OweDeps {
  people: PeopleStore;
}

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;
/** Whoever presses again within it gets the same mail, not another one. */
const bucketMs = 15 * minuteMs;
/** Of one operator a day, all its people together. */
const linksAtMost = 20;
const linkDays = 7;

/**
 * Owes a new link to the addresses that are stored, and to no other. Nothing is returned: an answer must
 * not tell whether there are any. A link that was withdrawn is no proof of anything.
 */
export async function askForLink(
  deps: AskForLinkDeps,
  asked: { link: string; back: string },
): Promise<void> {
  const found = (await byBack(deps, asked.back)) ?? (await byLink(deps, asked.link));
  if (found === undefined || found.to.length === 0) return;
  const { operatorId, to } = found;
  const operator = await deps.operators.get(operatorId);
  if (operator === undefined || operator.removal !== undefined) return;
  const nowEpochMs = deps.clock.nowEpochMs();
  const day = new Date(nowEpochMs).toISOString().slice(0, 10);
  const ofToday = await deps.outbox.list(operatorId, `new_link#${day}`, linksAtMost + 1);
  if (ofToday.length + to.length > linksAtMost) return;
  const occasion = `${day}.${Math.floor(nowEpochMs / bucketMs)}`;
  for (const person of to) {
    const purpose: LinkPurpose = person.role === 'owner' ? 'connect' : 'read';
    await oweMail(
      deps,
      { operatorId, person, occasion },
      {
        kind: 'new_link',
        linkId: deps.signer.crypto.randomToken(16),
        purpose,
        expiresAtEpochMs: nowEpochMs + linkDays * dayMs,
      },
    );
  }
}

interface Asked {
  operatorId: string;
  to: Person[];
}

/** Whom the mail was written to. */
async function byBack(deps: AskForLinkDeps, token: string): Promise<Asked | undefined> {
  const reader = await readReader(deps, 'come-back', token);
  if (reader === undefined) return undefined;
  const { operatorId, personId } = reader;
  const people = await deps.people.get(operatorId);
  return { operatorId, to: people?.people.filter((person) => person.personId === personId) ?? [] };
}

async function byLink(deps: AskForLinkDeps, token: string): Promise<Asked | undefined> {
  const parsed = linkClaims.safeParse(await readSignedText(deps.signer, 'hosted-link', token));
  if (!parsed.success) return undefined;
  const { operatorId, linkId, purpose, expiresAtEpochMs } = parsed.data;
  const stored = await deps.hostedLinks.get(operatorId, linkId);
  const nowEpochMs = deps.clock.nowEpochMs();
  if (findLinkProblem(stored, expiresAtEpochMs, nowEpochMs) === 'revoked') return undefined;
  return { operatorId, to: peopleFor(await deps.people.get(operatorId), purpose) };
}

function peopleFor(people: People | undefined, purpose: LinkPurpose): Person[] {
  if (purpose === 'connect') return ownersOf(people);
  return people?.people.filter(({ role }) => role === 'accountant') ?? [];
}
