import type { Link } from '../../contracts/link-item.ts';
import { isUncertain } from '../effects/effects.ts';
import { openSeals } from '../effects/updates.ts';
import { mapContact, suffixedName } from '../mapping/map-contact.ts';
import { shortMark, shortMarkLength } from '../short-mark.ts';
import type { SourceContact } from '../source/records.ts';

/**
 * The name that a person gave the customer's contact in the ledger, which is to stay; undefined where it
 * stands there as we wrote it, or where a try of ours without an answer may have brought what stands there.
 */
export function nameOfTheirs(
  customer: SourceContact,
  link: Link,
  nameThere: string | undefined,
): string | undefined {
  if (nameThere === undefined || !isNameOfTheirs(customer, nameThere)) return undefined;
  if (link.nameIsTheirs === true) return nameThere;
  const mayBeOurs = isUncertain(link.effects.create) || isOfOpenUpdate(link, nameThere);
  const isAsWeLeftIt = link.targetLabel === undefined || link.targetLabel === nameThere;
  return mayBeOurs || isAsWeLeftIt ? undefined : nameThere;
}

/** Whether it is none that the customer has at the source by now, with or without its suffix. */
export function isNameOfTheirs(customer: SourceContact, name: string): boolean {
  return !namesOf(customer).some((one) => plain(one) === plain(name));
}

/** Of the names that a change of ours may give it: without its suffix, and with it. */
export function nameMarks(customer: SourceContact): string {
  return namesOf(customer).map(nameMark).join('');
}

function isOfOpenUpdate(link: Link, name: string): boolean {
  const seals = openSeals(link);
  return seals === undefined || seals.some((seal) => marksIn(seal).includes(nameMark(name)));
}

/** They stand at its end (`contact-seal.ts`). */
function marksIn(seal: string): string[] {
  return [seal.slice(-2 * shortMarkLength, -shortMarkLength), seal.slice(-shortMarkLength)];
}

function nameMark(name: string): string {
  return shortMark(plain(name));
}

function namesOf(customer: SourceContact): string[] {
  return [mapContact(customer).name, suffixedName(customer)];
}

/** The ledger may trim names and fold spaces. */
function plain(name: string): string {
  return name.trim().replace(/\s+/g, ' ');
}
