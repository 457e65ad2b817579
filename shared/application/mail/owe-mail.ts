import type { MailContent } from '../../contracts/mail-item.ts';
import type { People, Person } from '../../contracts/people-item.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Outbox } from '../../ports/outbox.ts';

export interface OweDeps {
  outbox: Outbox;
  clock: Clock;
}

const dayMs = 24 * 3_600_000;
/** How long it is known that a mail was sent: longer than anything that could ask for it again. */
const keptMs = 60 * dayMs;

/** `occasion`: what makes this mail another one than the last of its kind. True: it is a new one. */
export function oweMail(
  deps: OweDeps,
  to: { operatorId: string; person: Person; occasion: string },
  content: MailContent,
): Promise<boolean> {
  const nowEpochMs = deps.clock.nowEpochMs();
  const { operatorId, person, occasion } = to;
  return deps.outbox.owe({
    operatorId,
    mailId: `${content.kind}#${occasion}#${person.personId}`,
    personId: person.personId,
    content,
    wantedAt: new Date(nowEpochMs).toISOString(),
    expiresAtEpochMs: nowEpochMs + keptMs,
  });
}

export function ownersOf(people: People | undefined): Person[] {
  return people?.people.filter(({ role }) => role === 'owner') ?? [];
}
