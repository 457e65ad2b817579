// SPEC.md I5
import type { FinishedRun, Invariant } from '../history.ts';
import { strangersNumber } from '../world/words.ts';
import { booksOf } from './ledger-books.ts';
import { viewOf } from './run-view.ts';
import { storaOperator } from './source-states.ts';

export const ownDataOnly: Invariant = {
  id: 'I5',
  title: "Each operator's data is touched only with its own token, key and context",
  check: (run) => {
    const owners = ownersOf(run);
    return [...foreignTokens(run), ...foreignIds(run, owners), ...strangersTaken(run)];
  },
};

/** A call in an operator's name bears the token of that operator's account, by the vendor's books. */
function foreignTokens(run: FinishedRun): string[] {
  return viewOf(run).own.flatMap((call) => {
    const { operatorId, vendorAccount, provider } = call;
    if (operatorId === undefined || vendorAccount === undefined) return [];
    if (run.accounts[operatorId]?.[provider].includes(vendorAccount)) return [];
    return [`call ${call.seq} for ${operatorId} was made as ${vendorAccount} of ${provider}`];
  });
}

/** Somebody else of a customer's name stays who they are. */
function strangersTaken(run: FinishedRun): string[] {
  return run.operatorIds.flatMap((operatorId) =>
    booksOf(run, operatorId).flatMap(({ contacts }) =>
      [...contacts.values()].flatMap(({ contactId, contactNumber, details }) =>
        details.accountNumber === strangersNumber && contactNumber !== undefined
          ? [`contact ${contactId} of somebody else became ${contactNumber}`]
          : [],
      ),
    ),
  );
}

/** Ids of the source are the taint: wherever one shows up, it must belong to the operator at work. */
function foreignIds(run: FinishedRun, owners: Map<string, string>): string[] {
  const view = viewOf(run);
  const texts = [
    ...view.own.map(({ operatorId, path, body, seq }) => ({
      operatorId,
      text: `${path} ${body}`,
      where: `call ${seq}`,
    })),
    ...view.of('sent').map(({ group, body, seq }) => ({
      operatorId: group.split('#')[0],
      text: body,
      where: `message ${seq}`,
    })),
    ...view.of('stored').flatMap(({ store, input, seq }) =>
      tainted.has(store)
        ? [
            {
              operatorId: operatorIn(input),
              text: JSON.stringify(input),
              where: `${store} ${seq}`,
            },
          ]
        : [],
    ),
    ...run.activities.map(({ operatorId, detail }) => ({
      operatorId,
      text: JSON.stringify(detail),
      where: 'activity',
    })),
  ];
  return texts.flatMap(({ operatorId, text, where }) =>
    idsIn(text).flatMap((id) => {
      const owner = owners.get(id);
      return owner === undefined || operatorId === undefined || owner === operatorId
        ? []
        : [`${where} for ${operatorId} holds ${id} of ${owner}`];
    }),
  );
}

const tainted = new Set(['links', 'issues', 'activities', 'tries']);

function operatorIn(input: unknown): string | undefined {
  const [value] = Array.isArray(input) ? input : [input];
  const isNamed = typeof value === 'object' && value !== null && 'operatorId' in value;
  return isNamed && typeof value.operatorId === 'string' ? value.operatorId : undefined;
}

function idsIn(text: string): string[] {
  return text.match(/\b(?:inv|con|cred)_[0-9a-f]{16}\b/g) ?? [];
}

function ownersOf(run: FinishedRun): Map<string, string> {
  const owners = new Map<string, string>();
  for (const operatorId of run.operatorIds) {
    const tables = storaOperator(run, operatorId)?.tables;
    const ids = [tables?.contacts, tables?.invoices, tables?.creditNotes].flatMap((table) => [
      ...(table?.keys() ?? []),
    ]);
    for (const id of ids) owners.set(id, operatorId);
  }
  return owners;
}
