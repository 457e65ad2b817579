import type { Account } from '../core/account.ts';
import type { ObjectType } from '../core/object-types.ts';
import type { CrmRecord } from '../core/record-store.ts';
import { findRecord } from '../crm/records.ts';

/** What people call a record: by its id, a contact by its address, others by their name. */
export function findNamed(account: Account, type: ObjectType, text: string): CrmRecord | undefined {
  const name = text.trim();
  return (
    findRecord(account, type, { id: name }) ??
    (type === 'contact'
      ? findRecord(account, type, { id: name, idProperty: 'email' })
      : current(account, type).find((record) => titleOf(record) === name))
  );
}

/** The records of a kind that are not in the recycling bin, the newest first. */
export function current(account: Account, type: ObjectType): readonly CrmRecord[] {
  return account.store
    .list(type)
    .filter(({ archivedEpochMs }) => archivedEpochMs === undefined)
    .toReversed();
}

/** What stands on a card. */
export function titleOf({ id, type, properties }: CrmRecord): string {
  if (type === 'deal') return properties.dealname ?? `Deal ${id}`;
  if (type === 'company') return properties.name ?? properties.domain ?? `Company ${id}`;
  const name = [properties.firstname, properties.lastname].filter(Boolean).join(' ');
  return name || properties.email || `Contact ${id}`;
}
