import type { LedgerSettings } from '../../contracts/settings.ts';
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

export interface NamesakeContext {
  /** Other customers of that name that are looking for a contact at the same time. */
  rivals: SourceContact[];
  /** By what the operator lets a customer without our number be known again. @default 'email' */
  matching?: LedgerSettings['contactMatching'];
  /** Nobody else at the source bears the name; only asked where a name is proof enough. */
  isAloneAtSource?: boolean;
}

/** Whether the name is proof enough, so that somebody has to ask if it is the only one at the source. */
export function needsNameAlone<C extends Namesake>(
  customer: SourceContact,
  contacts: C[],
  matching: LedgerSettings['contactMatching'],
): boolean {
  const [only, ...others] = namesakesOf(customer, contacts);
  return matching === 'name' && only !== undefined && !only.contactNumber && others.length === 0;
}

/**
 * Decides what a contact in the ledger that bears the customer's name means. A name alone proves nothing
 * where anything speaks against it: a wrong link would show one tenant's history to another.
 */
export function decideNamesake<C extends Namesake>(
  customer: SourceContact,
  contacts: C[],
  { rivals, matching = 'email', isAloneAtSource = false }: NamesakeContext,
): NamesakeDecision<C> {
  const namesakes = namesakesOf(customer, contacts);
  if (namesakes.some(({ contactNumber }) => contactNumber === customer.id))
    return { kind: 'look_again' };
  if (matching === 'number') return { kind: 'suffix' };
  if (matching === 'name') return decideByNameAlone(namesakes, customer, isAloneAtSource);
  return decideByEmail(namesakes, customer, rivals);
}

/** The name has to be the only one on both sides; who else bears it there may be this customer or not. */
function decideByNameAlone<C extends Namesake>(
  namesakes: C[],
  customer: SourceContact,
  isAloneAtSource: boolean,
): NamesakeDecision<C> {
  const free = namesakes.filter(({ contactNumber }) => !contactNumber);
  const [only] = free;
  if (only === undefined) return decideTaken(namesakes, customer);
  if (namesakes.length > 1) return ask('several');
  return isAloneAtSource ? { kind: 'link', contact: only } : ask('rivals');
}

function namesakesOf<C extends Namesake>(customer: SourceContact, contacts: C[]): C[] {
  const sentName = mapContact(customer).name;
  return contacts.filter(({ name }) => isSameName(name, sentName));
}

function decideByEmail<C extends Namesake>(
  namesakes: C[],
  customer: SourceContact,
  rivals: SourceContact[],
): NamesakeDecision<C> {
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
