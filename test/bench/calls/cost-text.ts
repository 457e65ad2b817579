import { readFileSync, writeFileSync } from 'node:fs';
import type { Counted } from './counted.ts';
import type { CallFigures } from './figures.ts';

/** A document of which a part is made of what was counted. */
export interface CostDocument {
  readonly path: string;
  write(counted: Counted): string;
}

const begin = '<!-- made by `npm run bench -- calls --keep` -->';
const end = '<!-- made until here -->';

/** Those with such a part. */
export const costDocuments: readonly CostDocument[] = [
  { path: 'ARCHITECTURE.md', write: costParagraph },
  { path: 'docs/cost.md', write: costTable },
];

/** The part of a text that is made. @throws Error when the marks are not there. */
export function madePartOf(text: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`There is no part from "${begin}" to "${end}".`);
  return text.slice(from + begin.length, to).trim();
}

/** Writes the parts anew into the documents. */
export function rewriteDocuments(counted: Counted): void {
  for (const { path, write } of costDocuments) {
    const text = readFileSync(path, 'utf8');
    const former = madePartOf(text);
    writeFileSync(
      path,
      text.replace(former, () => write(counted)),
    );
  }
}

function costParagraph({ figures, baseFigures, perMillionEvents, baseCommit }: Counted): string {
  const { burst, single } = figures;
  const one = (value: number) => value.toFixed(1);
  return [
    'An invoice of a new customer, created and paid, comes as four webhooks, our own echo among them. Where many come',
    `together it takes ${one(burst.awsCalls)} calls of AWS (${one(burst.readCalls)} reads, ${one(burst.writeCalls)} writes` +
      ` of ${one(burst.writeUnitsWithIndex)} units with the index, ${one(burst.sends)} sends),`,
    `one at a time ${one(single.awsCalls)}. At ${baseCommit} these were ${one(baseFigures.burst.awsCalls)} and` +
      ` ${one(baseFigures.single.awsCalls)}. A million webhooks cost about`,
    `$${perMillionEvents.now.dollars.toFixed(2)} by list price. [Cost](docs/cost.md) has the table.`,
  ].join('\n');
}

const labels: Readonly<Record<keyof CallFigures, string>> = {
  awsCalls: 'calls of AWS, polls left out',
  readCalls: 'reads of the table',
  writeCalls: 'writes of the table',
  readUnits: 'read units',
  writeUnits: 'write units of the table',
  indexUnits: 'write units of the index',
  writeUnitsWithIndex: 'write units together',
  sends: 'sends to queues',
  deletes: 'deletes, made by Lambda',
  receives: 'receives, made by Lambda',
  visibilityChanges: 'messages hidden for longer',
  kmsCalls: 'calls of KMS',
  secretCalls: 'calls of Secrets Manager',
  invocations: 'invocations',
  storaCalls: 'calls of Stora',
  xeroCalls: 'calls of Xero',
  logBytes: 'bytes of logs',
};

function costTable({ figures, baseFigures, ...counted }: Counted): string {
  const { baseCommit, cpuRatio, perMillionEvents } = counted;
  const rows = namesOf(labels).map((name) => {
    const cells = [baseFigures.burst, figures.burst, figures.capped, figures.single];
    return `| ${[labels[name], ...cells.map((of) => String(of[name]))].join(' | ')} |`;
  });
  const dollars = namesOf(perMillionEvents.now.byService).map(
    (service) =>
      `| ${service} | ${perMillionEvents.base.byService[service]} | ${perMillionEvents.now.byService[service]} |`,
  );
  return [
    `| Each invoice | in bursts at ${baseCommit} | in bursts | in bursts, caps on | one at a time |`,
    '|---|---|---|---|---|',
    ...rows,
    '',
    `The functions' CPU time each webhook is ${cpuRatio} times that of ${baseCommit}.`,
    '',
    `| Dollars of a million webhooks | ${baseCommit} | now |`,
    '|---|---|---|',
    ...dollars,
    `| together | ${perMillionEvents.base.dollars} | ${perMillionEvents.now.dollars} |`,
  ].join('\n');
}

function namesOf<Name extends string>(record: Readonly<Record<Name, unknown>>): Name[] {
  return Object.keys(record) as Name[];
}
