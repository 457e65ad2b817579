import { type MismatchClass, mismatchClass } from '../../../shared/contracts/mismatch.ts';
import { classWords, fixWords } from '../../../shared/domain/reconcile/class-words.ts';
import { fixOf } from '../../../shared/domain/reconcile/fix-of.ts';
import { sourceManifest } from '../../../shared/source/registry.ts';
import { targets } from '../../../shared/targets/registry.ts';

/** The classes of mismatches as a page shows them. */
export function classesPage(): string[] {
  const head = ['Class', 'What people read', 'What it means', 'What is done'];
  return [lineOf(head), lineOf(head.map(() => '---')), ...mismatchClass.options.map(rowOf)];
}

function rowOf(of: MismatchClass): string {
  const { title, meaning } = classWords(of, 'xero');
  return lineOf([`\`${of}\``, title, anySystem(meaning), fixWords[fixOf(of)]]);
}

/** The page is about any source and any ledger. */
function anySystem(text: string): string {
  const general = text
    .replaceAll(sourceManifest.name, 'the source')
    .replaceAll(targets.xero.name, 'the ledger');
  return general.charAt(0).toUpperCase() + general.slice(1);
}

function lineOf(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
