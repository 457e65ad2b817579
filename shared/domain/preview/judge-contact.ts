import type { Link } from '../../contracts/link-item.ts';
import type { PreviewedContact } from '../../contracts/preview.ts';
import {
  decideNamesake,
  isSameName,
  type Namesake,
  type NamesakeContext,
} from '../apply/namesake.ts';
import { isKnownCause } from '../issues/causes.ts';
import { mapContact } from '../mapping/map-contact.ts';
import { type Mapped, mapped, rejected } from '../mapping/result.ts';
import { optional } from '../source/optional.ts';
import type { SourceContact } from '../source/records.ts';

/** A contact of the ledger, as far as it tells whose it is. */
export interface StandingContact extends Namesake {
  targetId: string;
  isArchived: boolean;
  mergedToTargetId: string | undefined;
}

/** What is known beside a customer when it is judged. */
export interface CustomerFacts {
  link: Link;
  /** Contacts that bear its number, and those that bear its name. */
  found: StandingContact[];
  /** Others of its name that need a contact as well, and what the operator lets a customer be known by. */
  context: NamesakeContext;
}

/** Which contact of the ledger a customer would be, by the same decision as posting. */
export function judgeContact(contact: SourceContact, facts: CustomerFacts): PreviewedContact {
  const { id: sourceId, name, email } = contact;
  return { sourceId, name, ...optional('email', email), fate: fateOf(contact, facts) };
}

/** The id of the customer there, or a mark of its own; or why a person is asked first. */
export function customerOf({ sourceId, fate }: PreviewedContact, link: Link): Mapped<string> {
  switch (fate.kind) {
    case 'known':
      return mapped(link.targetId ?? sourceId);
    case 'numbered':
    case 'recognised':
      return mapped(fate.targetId);
    case 'new':
    case 'suffixed':
      return mapped(`new:${sourceId}`);
    case 'parked':
      return rejected(isKnownCause(fate.cause) ? fate.cause : 'unexpected', fate.detail);
  }
}

function fateOf(contact: SourceContact, facts: CustomerFacts): PreviewedContact['fate'] {
  if (facts.link.targetId !== undefined) return { kind: 'known' };
  const numbered = facts.found.find(({ contactNumber }) => contactNumber === contact.id);
  if (numbered !== undefined) return numberedFate(numbered);
  const { name } = mapContact(contact);
  const active = facts.found.filter((one) => !one.isArchived && isSameName(one.name, name));
  if (active.length === 0) return { kind: 'new' };
  const decision = decideNamesake(contact, active, facts.context);
  switch (decision.kind) {
    case 'link':
      return { kind: 'recognised', targetId: decision.contact.targetId };
    case 'suffix':
    case 'look_again':
      return { kind: 'suffixed' };
    case 'ask':
      return { kind: 'parked', cause: decision.cause, detail: decision.detail };
  }
}

function numberedFate(contact: StandingContact): PreviewedContact['fate'] {
  const targetId = contact.mergedToTargetId ?? contact.targetId;
  const isGone = contact.isArchived && contact.mergedToTargetId === undefined;
  return isGone
    ? { kind: 'parked', cause: 'contact_archived', detail: '' }
    : { kind: 'numbered', targetId };
}
