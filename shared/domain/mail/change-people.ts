import { type People, type Person, peopleAtMost } from '../../contracts/people-item.ts';

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

/**
 * `byThemselves`: the person pressed it in a mail; nobody else's press takes that back, be it in two steps.
 * The same people: nothing is to be changed.
 */
export function setDigest(
  people: People,
  personId: string,
  wish: { digest: boolean; at: string; byThemselves: boolean },
): PeopleChange {
  const person = people.people.find((one) => one.personId === personId);
  if (person === undefined) return 'unknown_person';
  const { byThemselves } = wish;
  const { unsubscribedAt, ...kept } = person;
  const isOut = unsubscribedAt !== undefined;
  const isKnown = wish.digest === person.digest && (wish.digest || !byThemselves || isOut);
  if (isKnown || (isOut && !byThemselves)) return people;
  const ended = byThemselves && !wish.digest ? { unsubscribedAt: wish.at } : {};
  const changed = { ...kept, digest: wish.digest, ...ended };
  return {
    ...people,
    people: people.people.map((one) => (one.personId === personId ? changed : one)),
  };
}
