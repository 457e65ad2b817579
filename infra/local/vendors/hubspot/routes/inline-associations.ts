import * as z from 'zod/mini';
import type { Account } from '../core/account.ts';
import { type ObjectType, objectTypes } from '../core/object-types.ts';
import type { CrmRecord } from '../core/record-store.ts';
import { done, invalid, type Outcome, refused } from '../crm/refusal.ts';

/** What a new record is associated with at once. */
export const inlineAssociations = z._default(
  z.array(
    z.object({
      to: z.object({ id: z.string() }),
      types: z.array(
        z.object({
          associationCategory: z.enum(['HUBSPOT_DEFINED', 'USER_DEFINED', 'INTEGRATOR_DEFINED']),
          associationTypeId: z.number(),
        }),
      ),
    }),
  ),
  [],
);

type Inline = z.infer<typeof inlineAssociations>;

/** Ids of HubSpot's associations without a label: from the first kind to the second. */
const typeIds: Readonly<Record<ObjectType, Readonly<Record<ObjectType, number>>>> = {
  contact: { contact: 449, company: 279, deal: 4 },
  company: { contact: 280, company: 450, deal: 342 },
  deal: { contact: 3, company: 341, deal: 451 },
};

/** Those for the primary one. */
const primaryIds: Readonly<Record<string, ObjectType>> = {
  1: 'company',
  5: 'company',
  2: 'contact',
  6: 'deal',
};

export function associationTypeId(from: ObjectType, to: ObjectType): number {
  return typeIds[from][to];
}

/** Associates a record that was just made; refuses what is not there or of another kind. */
export function linkInline(
  account: Account,
  record: CrmRecord,
  associations: Inline,
): Outcome<CrmRecord> {
  for (const { to, types } of associations) {
    const typeId = types[0]?.associationTypeId ?? 0;
    const kind =
      objectTypes.find((type) => typeIds[record.type][type] === typeId) ?? primaryIds[typeId];
    if (kind === undefined)
      return refused(invalid(`Association type ${typeId} does not fit a ${record.type}.`));
    const other = account.store.find(kind, to.id);
    if (other === undefined)
      return refused(invalid(`No ${kind} with ID ${to.id} exists to associate with.`));
    account.store.associate(record, other);
  }
  return done(record);
}
