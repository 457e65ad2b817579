import {
  emailAddress,
  type People,
  type PersonRole,
  personName,
} from '../../contracts/people-item.ts';
import { DeferredError } from '../../domain/errors/errors.ts';
import {
  addPerson,
  type PeopleChange,
  type PeopleProblem,
  removePerson,
  setDigest,
} from '../../domain/mail/change-people.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { MailWatches, PeopleStore } from '../../ports/people-store.ts';
import { type HostedLinkDeps, revokeHostedLink } from '../connect/hosted-links.ts';

export interface KeepPeopleDeps {
  people: PeopleStore;
  mailWatches: MailWatches;
  activities: Activities;
  clock: Clock;
  crypto: Crypto;
}

export type KeptPeople =
  | { kind: 'kept'; people: People; isNews: boolean }
  | { kind: PeopleProblem | 'not_an_address' };

interface Wish {
  operatorId: string;
  /** Who wants it: `operator` on the page, `partner` by the command. */
  actor: string;
}

const savesAtMost = 5;
const idLength = 12;

/** Adds somebody; owners get the digest unless they are added without. */
export async function addToPeople(
  deps: KeepPeopleDeps,
  wish: Wish & { email: string; name?: string; role: PersonRole; digest: boolean },
): Promise<KeptPeople> {
  const email = emailAddress.safeParse(wish.email);
  const name = personName.safeParse(wish.name ?? '');
  if (!email.success || !name.success) return { kind: 'not_an_address' };
  const person = {
    personId: deps.crypto.sha256Hex(`${wish.operatorId} ${email.data}`).slice(0, idLength),
    email: email.data,
    ...(name.data === '' ? {} : { name: name.data }),
    role: wish.role,
    digest: wish.digest,
    addedAt: nowOf(deps),
  };
  const kept = await change(deps, wish.operatorId, (people) => addPerson(people, person));
  // From then on somebody is there to be written to. Whoever is known already may be so from a press whose
  // worker died before it came to this.
  if (kept.kind === 'kept' || kept.kind === 'known_already')
    await deps.mailWatches.lookNow(wish.operatorId, deps.clock.nowEpochMs());
  if (kept.kind === 'kept')
    await note(deps, wish, { type: 'people.added', detail: { role: wish.role } });
  return kept;
}

/** Links that were mailed to somebody end with it, and the visits that they opened. */
export async function removeFromPeople(
  deps: KeepPeopleDeps & HostedLinkDeps,
  wish: Wish & { personId: string },
): Promise<KeptPeople> {
  const { operatorId, personId } = wish;
  const kept = await change(deps, operatorId, (people) => removePerson(people, personId));
  if (kept.kind === 'kept') await note(deps, wish, { type: 'people.removed', detail: {} });
  // Also of somebody who is out already: the worker may have died before it came to this.
  for (const link of await deps.hostedLinks.list(operatorId))
    if (link.personId === personId) await revokeHostedLink(deps, { ...wish, linkId: link.linkId });
  return kept;
}

/** Whether the digest goes to somebody. A person who ended it in a mail stays out until the same wants it again. */
export async function chooseDigest(
  deps: KeepPeopleDeps,
  wish: Wish & { personId: string; digest: boolean; byThemselves?: boolean },
): Promise<KeptPeople> {
  const { operatorId, personId, digest, byThemselves = false } = wish;
  const choice = { digest, byThemselves, at: nowOf(deps) };
  const kept = await change(deps, operatorId, (people) => setDigest(people, personId, choice));
  if (kept.kind !== 'kept' || !kept.isNews) return kept;
  await note(deps, wish, { type: digest ? 'digest.wanted' : 'digest.ended', detail: {} });
  return kept;
}

async function change(
  deps: KeepPeopleDeps,
  operatorId: string,
  made: (people: People) => PeopleChange,
): Promise<KeptPeople> {
  for (let tries = 0; tries < savesAtMost; tries += 1) {
    const stored = await deps.people.get(operatorId);
    const former = stored ?? { operatorId, revision: 0, people: [] };
    const next = made(former);
    if (typeof next === 'string') return { kind: next };
    if (next === former) return { kind: 'kept', people: former, isNews: false };
    const saved = await deps.people.save(next);
    if (saved !== 'conflict') return { kind: 'kept', people: saved, isNews: true };
  }
  throw new DeferredError('people_contended', 2);
}

function nowOf({ clock }: KeepPeopleDeps): string {
  return new Date(clock.nowEpochMs()).toISOString();
}

/** Activities outlive the people: no names, no addresses. */
function note(
  deps: KeepPeopleDeps,
  { operatorId, actor }: Wish,
  activity: { type: string; detail: Record<string, string> },
): Promise<void> {
  return deps.activities.append({
    operatorId,
    activityId: deps.crypto.uuid(),
    at: nowOf(deps),
    type: activity.type,
    actor,
    detail: activity.detail,
  });
}
