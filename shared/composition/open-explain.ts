import type { ExplainSteps, RecordReference } from '../adapters/portal/explain-steps.ts';
import { type FindRecordDeps, findRecords } from '../application/explain/find-record.ts';
import { type LoadRecordDeps, loadRecord } from '../application/explain/load-record.ts';
import { sendRecordAgain } from '../application/explain/send-record-again.ts';
import type { RetryIssueDeps } from '../application/issues/retry-issue.ts';
import { isDocumentKind } from '../contracts/ids.ts';
import { type ExplainView, explainView } from '../domain/explain/explain-view.ts';
import type { RecordFacts } from '../domain/explain/record-facts.ts';
import { kindNames } from '../domain/source/kind-names.ts';
import type { Connections } from '../ports/connections.ts';
import type { Operators } from '../ports/operators.ts';
import type { Pacer } from '../ports/pacer.ts';
import { sourceManifest } from '../source/registry.ts';
import { providerManifests } from '../targets/provider-manifests.ts';
import { targetIds } from '../targets/target-ids.ts';

type ExplainParts = LoadRecordDeps &
  FindRecordDeps &
  RetryIssueDeps & {
    operators: Operators;
    connections: Connections;
    pacer: Pick<Pacer, 'flush'>;
    /** Pages of the source's records, by kind, with `{id}` in them; absent: it has none that we know. */
    recordPages?: { [K in RecordReference['kind']]?: string | undefined } | undefined;
  };

/** What the page of one record needs, for one stage. */
export function openExplain(parts: ExplainParts): ExplainSteps {
  const isThere = async (operatorId: string) => {
    const operator = await parts.operators.get(operatorId);
    return operator !== undefined && operator.removal === undefined;
  };
  return {
    async loadExplained({ operatorId }, record) {
      if (!(await isThere(operatorId))) return undefined;
      try {
        const facts = await loadRecord(parts, { operatorId, ...record });
        return explainView(facts, linksTo(parts, facts));
      } finally {
        await parts.pacer.flush(operatorId);
      }
    },
    async findCalled({ operatorId }, text) {
      if (!(await isThere(operatorId))) return undefined;
      try {
        const target = await targetOf(parts, operatorId);
        const found = await findRecords(parts, { operatorId, target, text });
        return found.map(({ key, number, customer }) => ({
          reference: { target: key.target, kind: key.kind, sourceId: key.sourceId },
          what: `${kindNames[key.kind]} ${number ?? key.sourceId}`,
          customer,
        }));
      } finally {
        await parts.pacer.flush(operatorId);
      }
    },
    sendAgain: ({ operatorId }, record) =>
      sendRecordAgain(parts, { operatorId, ...record }, 'operator'),
  };
}

/** The ledger that is connected; before there is one, any. */
async function targetOf({ connections }: ExplainParts, operatorId: string) {
  const rows = await connections.list(operatorId);
  return targetIds.find((id) => rows.some(({ provider }) => provider === id)) ?? targetIds[0];
}

/** Where a person sees it on either side. */
function linksTo(
  { ledgers, recordPages = {} }: ExplainParts,
  { key, link, ledger }: RecordFacts,
): ExplainView['links'] {
  const { operatorId, target, kind, sourceId } = key;
  const page = recordPages[kind]?.replace('{id}', () => encodeURIComponent(sourceId));
  const atSource = page === undefined ? [] : [{ words: sourceManifest.name, href: page }];
  const found = ledger.kind === 'shown' ? ledger.value : undefined;
  const targetId =
    link?.targetId ?? (found?.kind === 'document' ? found.document.targetId : undefined);
  if (!isDocumentKind(kind) || targetId === undefined || ledger.kind === 'absent') return atSource;
  const href = ledgers[target]?.(operatorId).documentUrl(kind, targetId);
  if (href === undefined) return atSource;
  return [...atSource, { words: providerManifests[target].name, href }];
}
