import type { ContactChange, ContactDraft } from '../../domain/ledger/drafts.ts';
import type { WriteKey, Written } from '../writes.ts';

export interface LedgerContact {
  targetId: string;
  contactNumber: string | undefined;
  name: string;
  isArchived: boolean;
  emailAddress: string | undefined;
  /** The number under which we write it. */
  phoneNumber: string | undefined;
  /** Somebody merged it into this contact, which has its documents now; it stays archived. */
  mergedToTargetId: string | undefined;
}

/** A change of the contact with this id. */
export interface TargetedChange {
  targetId: string;
  /** Details that it leaves out stay; empty ones are emptied. */
  draft: ContactChange;
}

/** The customers in the books. */
export interface LedgerContacts {
  /** By our number, whatever their status. */
  findByNumber(contactNumbers: string[]): Promise<LedgerContact[]>;
  /** Active contacts of these names; the ledger compares them without case. */
  findByName(names: string[]): Promise<LedgerContact[]>;
  /** Whatever their status; those that the ledger does not know are missing. */
  findById(targetIds: string[]): Promise<LedgerContact[]>;
  create(drafts: ContactDraft[], key: WriteKey): Promise<Array<Written<LedgerContact>>>;
  update(changes: TargetedChange[], key: WriteKey): Promise<Array<Written<LedgerContact>>>;
}
