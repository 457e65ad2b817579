import type { Link } from '../../contracts/link-item.ts';
import { isUncertain } from '../effects/effects.ts';
import { hasOpenUpdate } from '../effects/updates.ts';
import { mapContact, suffixedName } from '../mapping/map-contact.ts';
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
  const mayBeOurs = hasOpenUpdate(link) || isUncertain(link.effects.create);
  const isAsWeLeftIt = link.targetLabel === undefined || link.targetLabel === nameThere;
  return mayBeOurs || isAsWeLeftIt ? undefined : nameThere;
}

/** Whether it is none that the customer has at the source by now, with or without its suffix. */
export function isNameOfTheirs(customer: SourceContact, name: string): boolean {
  const ours = [mapContact(customer).name, suffixedName(customer)];
  return !ours.some((one) => plain(one) === plain(name));
}

/** The ledger may trim names and fold spaces. */
function plain(name: string): string {
  return name.trim().replace(/\s+/g, ' ');
}
