import {
  type People,
  type Person,
  peopleAtMost,
  visitorsAtMost,
} from '../../contracts/people-item.ts';

export type PeopleProblem = 'too_many' | 'known_already' | 'unknown_person';
export type PeopleChange = People | PeopleProblem;

export function addPerson(people: People, person: Person): PeopleChange {
  if (people.people.some(({ email }) => email === person.email)) return 'known_already';
  if (people.people.length >= peopleAtMost) return 'too_many';
  return { ...people, people: [...people.people, person] };
}

export function removePerson(people: People, personId: string): PeopleChange {
  const left = people.people.filter((person) => person.personId !== personId);
  return left.length === people.people.length ? 'unknown_person' : { ...people, people: left };
}

/** `byThemselves`: the person pressed it in a mail; nobody else's press takes that back. */
export function setDigest(
  people: People,
  personId: string,
  wish: { digest: boolean; at: string; byThemselves: boolean },
): PeopleChange {
  const person = people.people.find((one) => one.personId === personId);
  if (person === undefined) return 'unknown_person';
  const { unsubscribedAt, ...kept } = person;
  const isRefused = wish.digest && unsubscribedAt !== undefined && !wish.byThemselves;
  const ended = wish.byThemselves && !wish.digest ? { unsubscribedAt: wish.at } : {};
  const changed = isRefused ? person : { ...kept, digest: wish.digest, ...ended };
  return {
    ...people,
    people: people.people.map((one) => (one.personId === personId ? changed : one)),
  };
}

/** How the visitor by a link is called; the first answer counts. */
export function nameVisitor(
  people: People,
  visitor: { linkId: string; name: string; at: string },
): People {
  if (people.visitors.some(({ linkId }) => linkId === visitor.linkId)) return people;
  return { ...people, visitors: [...people.visitors, visitor].slice(-visitorsAtMost) };
}
