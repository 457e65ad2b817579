import type { LedgerSettings } from '../../contracts/settings.ts';
import { isSameName, type Namesake, needsNameAlone } from '../../domain/apply/namesake.ts';
import type { SourceContact } from '../../domain/source/records.ts';
import type { Source } from '../../ports/source.ts';

interface Asked {
  settings: Pick<LedgerSettings, 'contactMatching'>;
  source: Pick<Source, 'searchContacts'>;
}

/**
 * Whether nobody else at the source bears the customer's name. Asked only where the operator lets a name be
 * proof enough, and only one contact in the ledger bears it; where the source cannot tell it is not.
 */
export async function isAloneAtSource(
  customer: SourceContact,
  found: Namesake[],
  { settings, source }: Asked,
): Promise<boolean> {
  if (!needsNameAlone(customer, found, settings.contactMatching)) return false;
  const others = await source.searchContacts(customer.name);
  const isOther = ({ sourceId, name }: { sourceId: string; name: string }) =>
    sourceId !== customer.id && isSameName(name, customer.name);
  return others !== undefined && !others.some(isOther);
}
