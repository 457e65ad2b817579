import { targets } from '../../targets/registry.ts';
import { fateWords, unclearWords } from '../preview/fate-words.ts';
import { matchReport } from '../preview/match-report.ts';
import { headOf, money, type PreviewFacts, spanQuery, tile } from './preview-head.ts';

export type AdoptionView = ReturnType<typeof adoptionView>;

/** What is in the ledger already. */
export function adoptionView(facts: PreviewFacts) {
  const { preview } = facts;
  const { documents, customers } = matchReport(preview);
  const { name } = targets[preview.target];
  return {
    ...headOf(facts),
    csvHref: `/adoption/${preview.target}/csv${spanQuery(preview)}`,
    tiles: [
      tile('Found equal', documents.equal + documents.known, 'linked, nothing is sent twice'),
      tile('Different', documents.different.length, 'listed below, nothing is overwritten'),
      tile(`Not in ${name}`, documents.onlyHere.length, 'would be sent'),
      tile(
        'Customers found',
        customers.numbered + customers.recognised + customers.known,
        `${customers.onlyHere} would be added`,
      ),
    ],
    different: documents.different.map((document) => {
      const { message, remedy } = fateWords(document.fate, preview.target);
      return [document.number ?? '', document.customer, money(document), message, remedy];
    }),
    unclear: customers.unclear.map((contact) => {
      const { message = '', remedy = '' } = unclearWords(contact, preview.target) ?? {};
      return [contact.name, message, remedy];
    }),
  };
}
