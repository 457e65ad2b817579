import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { moneyWords } from '../money/money-words.ts';
import { kindNames } from '../source/kind-names.ts';
import { isDocument } from '../source/records.ts';
import type { RecordFacts } from './record-facts.ts';

export interface Names {
  /** "Invoice ABC-361". */
  what: string;
  source: string;
  ledger: string;
}

/** A customer goes by its id: a name is nothing for a command's output or an address. */
export function namesOf(facts: RecordFacts): Names {
  const { key } = facts;
  return {
    what: `${kindNames[key.kind]} ${numberOf(facts) ?? key.sourceId}`,
    source: sourceManifest.name,
    ledger: providerManifests[key.target].name,
  };
}

/** As the source has it now, else as it was known last. */
export function numberOf({ key, source, row, issue, link }: RecordFacts): string | undefined {
  if (key.kind === 'contact') return undefined;
  const shown = source.kind === 'shown' && isDocument(source.value) ? source.value : undefined;
  return shown?.record.number ?? row?.number ?? issue?.label ?? link?.targetLabel;
}

/** How a person would say a sum. */
export function sum(amountMinor: number, currency: string): string {
  return moneyWords(amountMinor, currency);
}
