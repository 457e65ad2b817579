import { type ObjectType, objectTypes } from './object-types.ts';
import { type CrmRecord, RecordStore } from './record-store.ts';

export interface PropertyOption {
  readonly value: string;
  readonly label: string;
}

export interface Property {
  readonly name: string;
  readonly label: string;
  readonly type:
    | 'string'
    | 'number'
    | 'date'
    | 'datetime'
    | 'enumeration'
    | 'bool'
    | 'phone_number';
  readonly fieldType: string;
  readonly groupName: string;
  readonly description: string;
  readonly options: readonly PropertyOption[];
  readonly hasUniqueValue: boolean;
  /** HubSpot's own: nobody changes its definition. */
  readonly isBuiltIn: boolean;
  /** Only HubSpot sets its value. */
  readonly isReadOnly: boolean;
  readonly createdEpochMs: number;
}

export interface PropertyGroup {
  readonly name: string;
  readonly label: string;
  readonly displayOrder: number;
}

export interface Stage {
  readonly id: string;
  readonly label: string;
  readonly isClosed: boolean;
  readonly probability: string;
}

export interface Pipeline {
  readonly id: string;
  readonly label: string;
  readonly stages: readonly Stage[];
}

export interface Owner {
  readonly id: string;
  readonly userId: number;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
}

export interface AccountFacts {
  readonly slug: string;
  readonly hubId: number;
  readonly name: string;
  readonly domain: string;
  readonly timeZone: string;
  readonly currency: string;
  readonly pipelines: readonly Pipeline[];
  readonly owners: readonly Owner[];
  readonly properties: Readonly<Record<ObjectType, readonly Property[]>>;
  readonly groups: Readonly<Record<ObjectType, readonly PropertyGroup[]>>;
}

/** One HubSpot account: what is stored in it, and how it is set up. */
export class Account {
  readonly facts: AccountFacts;
  readonly store: RecordStore;
  readonly properties: Readonly<Record<ObjectType, Map<string, Property>>>;
  readonly groups: Readonly<Record<ObjectType, Map<string, PropertyGroup>>>;
  /** E-mail addresses of people who asked to be forgotten. */
  readonly blocked = new Set<string>();
  /** Scopes that its plan or its administrator does not give. */
  readonly withheld = new Set<string>();
  #lastId: number;

  constructor(facts: AccountFacts) {
    this.facts = facts;
    this.properties = byType((type) => named(facts.properties[type]));
    this.groups = byType((type) => named(facts.groups[type]));
    this.store = new RecordStore((record) => this.#keysOf(record));
    this.#lastId = facts.hubId * 1000;
  }

  /** A new id: digits, as HubSpot's are. */
  nextId(): string {
    this.#lastId += 1;
    return String(this.#lastId);
  }

  isUnique(type: ObjectType, property: string): boolean {
    return this.properties[type].get(property)?.hasUniqueValue === true;
  }

  #keysOf(record: CrmRecord): readonly (readonly [string, string])[] {
    const unique = Object.entries(record.properties).filter(([name]) =>
      this.isUnique(record.type, name),
    );
    if (record.type !== 'contact') return unique;
    const further = emailsOf(record).map((email) => ['email', email] as const);
    return [...unique.filter(([name]) => name !== 'email'), ...further];
  }
}

/** Every address of a contact, the first one before the others. */
export function emailsOf({ properties }: CrmRecord): readonly string[] {
  return [properties.email ?? '', ...(properties.hs_additional_emails ?? '').split(';')].filter(
    (email) => email !== '',
  );
}

function byType<T>(make: (type: ObjectType) => T): Readonly<Record<ObjectType, T>> {
  const [contact, company, deal] = objectTypes;
  return { contact: make(contact), company: make(company), deal: make(deal) };
}

function named<T extends { readonly name: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.name, item]));
}
