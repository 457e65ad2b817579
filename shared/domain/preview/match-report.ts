import type { Preview, PreviewedContact, PreviewedDocument } from '../../contracts/preview.ts';

/** What of the source's documents and customers is in the ledger already. */
export interface MatchReport {
  documents: {
    /** Found under their number, and equal. */
    equal: number;
    /** Linked by us before. */
    known: number;
    /** Found under their number, with something else. */
    different: PreviewedDocument[];
    /** Their number is not there: they would be posted, or a person is asked first. */
    onlyHere: PreviewedDocument[];
    /** Drafts, and what was void before it was ever posted. */
    leftOut: number;
  };
  customers: {
    numbered: number;
    /** By e-mail or name, as the operator has chosen. */
    recognised: number;
    known: number;
    /** They would get a contact. */
    onlyHere: number;
    /** Nobody may guess which contact they are. */
    unclear: PreviewedContact[];
  };
}

export function matchReport({ documents, contacts }: Preview): MatchReport {
  const ofFate = (...kinds: Array<PreviewedDocument['fate']['kind']>) =>
    documents.filter(({ fate }) => kinds.includes(fate.kind));
  const customers = (...kinds: Array<PreviewedContact['fate']['kind']>) =>
    contacts.filter(({ fate }) => kinds.includes(fate.kind));
  return {
    documents: {
      equal: ofFate('equal').length,
      known: ofFate('known').length,
      different: ofFate('different'),
      onlyHere: ofFate('new', 'parked'),
      leftOut: ofFate('left_out').length,
    },
    customers: {
      numbered: customers('numbered').length,
      recognised: customers('recognised').length,
      known: customers('known').length,
      onlyHere: customers('new', 'suffixed').length,
      unclear: customers('parked'),
    },
  };
}
