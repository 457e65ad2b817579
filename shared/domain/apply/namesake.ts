import { hasSameForm } from '../links/holder.ts';
import { mapContact } from '../mapping/map-contact.ts';
import type { SourceContact } from '../source/records.ts';

/** The parts of a contact in the ledger that tell whose it is. */
export interface Namesake {
  contactNumber: string | undefined;
  name: string;
  emailAddress: string | undefined;
}

export type NamesakeDecision<C extends Namesake> =
  /** It is this customer: an operator's own entry from before. */
  | { kind: 'link'; contact: C }
  /** Somebody else of the same name: the customer gets a contact of its own, under a suffixed name. */
  | { kind: 'suffix' }
  /** Bears our number already: another worker has been here. */
  | { kind: 'look_again' }
  | { kind: 'ask'; cause: 'contact_unclear' | 'contact_of_other_system'; detail: string };

/**
 * Decides what a contact in the ledger that bears the customer's name means. `rivals`: other customers
 * of that name that are looking for a contact at the same time. A name alone proves nothing where
 * anything speaks against it: a wrong link would show one tenant's history to another.
 */
export function decideNamesake<C extends Namesake>(
  customer: SourceContact,
  contacts: C[],
  rivals: SourceContact[],
): NamesakeDecision<C> {
  const sentName = mapContact(customer).name;
  const namesakes = contacts.filter(({ name }) => isSameName(name, sentName));
  if (namesakes.some(({ contactNumber }) => contactNumber === customer.id))
    return { kind: 'look_again' };
  const free = namesakes.filter(({ contactNumber }) => !contactNumber);
  const same = free.filter((contact) => isSameEmail(contact.emailAddress, customer.email));
  const alike = rivals.filter(({ email }) => isSameEmail(email, customer.email));
  const [only] = same;
  if (only !== undefined && same.length === 1 && alike.length === 0)
    return { kind: 'link', contact: only };
  if (same.length > 0) return ask(alike.length > 0 ? 'rivals' : 'several');
  return free.length === 0 ? decideTaken(namesakes, customer) : decideByName(free, rivals);
}

/** Nothing is free: a customer of the source has it, or another system. */
function decideTaken(
  namesakes: Namesake[],
  customer: SourceContact,
): Exclude<NamesakeDecision<never>, { kind: 'link' }> {
  const isForeign = namesakes.some(
    ({ contactNumber = '' }) => !hasSameForm(contactNumber, customer.id),
  );
  return isForeign
    ? { kind: 'ask', cause: 'contact_of_other_system', detail: '' }
    : { kind: 'suffix' };
}

function decideByName<C extends Namesake>(free: C[], rivals: SourceContact[]): NamesakeDecision<C> {
  const isRivals = ({ emailAddress }: C) =>
    rivals.some(({ email }) => isSameEmail(emailAddress, email));
  const unclaimed = free.filter((contact) => !isRivals(contact));
  const [only] = unclaimed;
  if (only === undefined) return { kind: 'suffix' };
  if (unclaimed.length > 1) return ask('several');
  if (only.emailAddress) return ask('email');
  return rivals.length > 0 ? ask('rivals') : { kind: 'link', contact: only };
}

const facts = {
  email: 'with another e-mail address',
  rivals: 'and more than one customer has it',
  several: 'more than once',
};

function ask(fact: keyof typeof facts): NamesakeDecision<never> {
  return { kind: 'ask', cause: 'contact_unclear', detail: facts[fact] };
}

/** As the ledger compares names: without case, accents and doubled spaces. */
export function isSameName(left: string, right: string): boolean {
  return folded(left) === folded(right);
}

function folded(name: string): string {
  const plain = name.normalize('NFD').replace(/\p{M}/gu, '');
  return plain.trim().replace(/\s+/g, ' ').toLowerCase();
}

function isSameEmail(left: string | undefined, right: string | undefined): boolean {
  if (!left || !right) return false;
  return left.trim().toLowerCase() === right.trim().toLowerCase();
}
