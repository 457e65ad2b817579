/** Kinds of records that are simulated, by the name that events carry. */
export const objectTypes = ['contact', 'company', 'deal'] as const;
export type ObjectType = (typeof objectTypes)[number];

interface TypeNames {
  /** Its id at HubSpot, which paths may carry, too. */
  readonly id: string;
  readonly plural: string;
  /** The property that tells when it was last changed. */
  readonly modified: string;
  /** What an answer shows that was asked for nothing in particular. */
  readonly shown: readonly string[];
}

export const typeNames: Readonly<Record<ObjectType, TypeNames>> = {
  contact: {
    id: '0-1',
    plural: 'contacts',
    modified: 'lastmodifieddate',
    shown: ['createdate', 'email', 'firstname', 'hs_object_id', 'lastmodifieddate', 'lastname'],
  },
  company: {
    id: '0-2',
    plural: 'companies',
    modified: 'hs_lastmodifieddate',
    shown: ['createdate', 'domain', 'hs_lastmodifieddate', 'hs_object_id', 'name'],
  },
  deal: {
    id: '0-3',
    plural: 'deals',
    modified: 'hs_lastmodifieddate',
    shown: [
      'amount',
      'closedate',
      'createdate',
      'dealname',
      'dealstage',
      'hs_lastmodifieddate',
      'hs_object_id',
      'pipeline',
    ],
  },
};

/** The kind that a path names as `contacts`, `contact` or `0-1`. */
export function objectTypeOf(text: string): ObjectType | undefined {
  return objectTypes.find(
    (type) => type === text || typeNames[type].id === text || typeNames[type].plural === text,
  );
}
