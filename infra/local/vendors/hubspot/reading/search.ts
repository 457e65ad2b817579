import * as z from 'zod/mini';
import type { Property } from '../core/account.ts';
import { timeEpochMs } from '../core/hubspot-dates.ts';
import type { CrmRecord } from '../core/record-store.ts';
import { invalid, type Refusal } from '../crm/refusal.ts';

const filter = z.object({
  propertyName: z.string(),
  operator: z.enum([
    'EQ',
    'NEQ',
    'LT',
    'LTE',
    'GT',
    'GTE',
    'BETWEEN',
    'IN',
    'NOT_IN',
    'HAS_PROPERTY',
    'NOT_HAS_PROPERTY',
    'CONTAINS_TOKEN',
    'NOT_CONTAINS_TOKEN',
  ]),
  value: z.optional(z.string()),
  highValue: z.optional(z.string()),
  values: z.optional(z.array(z.string())),
});

export const searchBody = z.object({
  filterGroups: z._default(z.array(z.object({ filters: z.array(filter) })), []),
  sorts: z._default(
    z.array(
      z.union([
        z.string(),
        z.object({
          propertyName: z.string(),
          direction: z._default(z.enum(['ASCENDING', 'DESCENDING']), 'ASCENDING'),
        }),
      ]),
    ),
    [],
  ),
  query: z.optional(z.string()),
  properties: z._default(z.array(z.string()), []),
  limit: z._default(z.number(), 10),
  after: z._default(z.union([z.string(), z.number()]), 0),
});

export type SearchBody = z.infer<typeof searchBody>;
type Filter = z.infer<typeof filter>;

const most = { groups: 5, filtersPerGroup: 6, filters: 18, page: 200, results: 10_000 };

/** What is wrong with a search, if anything. */
export function searchProblem(
  body: SearchBody,
  known: ReadonlyMap<string, Property>,
): Refusal | undefined {
  const filters = body.filterGroups.flatMap((group) => group.filters);
  const unknown = [
    ...filters,
    ...body.sorts.flatMap((sort) => (typeof sort === 'string' ? [] : [sort])),
  ]
    .map(({ propertyName }) => propertyName)
    .find((name) => !known.has(name));
  const after = Number(body.after);
  const problems: readonly (readonly [boolean, string])[] = [
    [body.filterGroups.length > most.groups, `No more than ${most.groups} filter groups.`],
    [
      body.filterGroups.some((group) => group.filters.length > most.filtersPerGroup),
      `No more than ${most.filtersPerGroup} filters in a group.`,
    ],
    [filters.length > most.filters, `No more than ${most.filters} filters in all.`],
    [body.sorts.length > 1, 'Only one sort is allowed.'],
    [body.limit < 0 || body.limit > most.page, `The limit is from 0 to ${most.page}.`],
    [!Number.isInteger(after) || after < 0, 'The after parameter is not a number.'],
    [after + body.limit > most.results, `Paging beyond ${most.results} results is not supported.`],
    [
      unknown !== undefined,
      `There was a problem with the request. Property ${unknown} does not exist`,
    ],
  ];
  const problem = problems.find(([isWrong]) => isWrong);
  return problem === undefined ? undefined : invalid(problem[1]);
}

/** The records that a search finds, in its order. */
export function searchRecords(
  records: readonly CrmRecord[],
  body: SearchBody,
  known: ReadonlyMap<string, Property>,
): readonly CrmRecord[] {
  const isChoice = (name: string): boolean => known.get(name)?.type === 'enumeration';
  const groups = body.filterGroups.map(({ filters }) =>
    filters.map((each) => ({ ...each, isChoice: isChoice(each.propertyName) })),
  );
  const found = records.filter(
    (record) => matchesGroups(record, groups) && matchesQuery(record, body.query),
  );
  const [sort] = body.sorts;
  if (sort === undefined) return found;
  const asked =
    typeof sort === 'string'
      ? { name: sort.replace(/^-/, ''), sign: sort.startsWith('-') ? -1 : 1 }
      : { name: sort.propertyName, sign: sort.direction === 'DESCENDING' ? -1 : 1 };
  return found.toSorted(
    (one, other) =>
      asked.sign * compare(one.properties[asked.name] ?? '', other.properties[asked.name] ?? ''),
  );
}

/** A filter that knows whether its property is a choice: there, and only there, case counts. */
type Asked = Filter & { readonly isChoice: boolean };

function matchesGroups(record: CrmRecord, groups: readonly (readonly Asked[])[]): boolean {
  return groups.length === 0 || groups.some((group) => group.every((each) => fits(record, each)));
}

const asked = ['email', 'firstname', 'lastname', 'phone', 'company', 'name', 'domain', 'dealname'];

function matchesQuery({ properties }: CrmRecord, query: string | undefined): boolean {
  const words = (query ?? '')
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  const text = asked
    .map((name) => properties[name] ?? '')
    .join(' ')
    .toLowerCase();
  return words.every((word) => text.includes(word));
}

function fits({ properties }: CrmRecord, filter: Asked): boolean {
  const present = properties[filter.propertyName];
  return present === undefined ? fitsNothing(filter) : fitsValue(present, filter);
}

const trueOfNothing: ReadonlySet<Filter['operator']> = new Set([
  'NOT_HAS_PROPERTY',
  'NEQ',
  'NOT_IN',
  'NOT_CONTAINS_TOKEN',
]);

function fitsNothing({ operator }: Filter): boolean {
  return trueOfNothing.has(operator);
}

function fitsValue(present: string, filter: Asked): boolean {
  const { operator, isChoice, value = '', highValue = '', values = [] } = filter;
  const lower = present.toLowerCase();
  const order = compare(present, value);
  const isSame = isChoice ? present === value : order === 0;
  // Values of text must come in lower case: others are not found.
  const isIn = values.includes(isChoice ? present : lower);
  const answers: Readonly<Record<Filter['operator'], boolean>> = {
    EQ: isSame,
    NEQ: !isSame,
    LT: order < 0,
    LTE: order <= 0,
    GT: order > 0,
    GTE: order >= 0,
    BETWEEN: order >= 0 && compare(present, highValue) <= 0,
    IN: isIn,
    NOT_IN: !isIn,
    HAS_PROPERTY: true,
    NOT_HAS_PROPERTY: false,
    CONTAINS_TOKEN: hasToken(lower, value),
    NOT_CONTAINS_TOKEN: !hasToken(lower, value),
  };
  return answers[operator];
}

function hasToken(lower: string, value: string): boolean {
  const wanted = value.toLowerCase().replaceAll('*', '');
  return value.includes('*')
    ? lower.includes(wanted)
    : lower.split(/[^\p{L}\p{N}]+/u).includes(wanted) || lower === wanted;
}

// Numbers and times by what they are worth, all else as text without regard to case.
function compare(one: string, other: string): number {
  const [left, right] = [worth(one), worth(other)];
  if (left !== undefined && right !== undefined) return left - right;
  const [small, great] = [one.toLowerCase(), other.toLowerCase()];
  if (small === great) return 0;
  return small < great ? -1 : 1;
}

function worth(text: string): number | undefined {
  if (/^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  return timeEpochMs(text);
}
