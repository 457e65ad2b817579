import type { Provider } from '../../../shared/contracts/ids.ts';

export type BusinessName =
  | 'month_end'
  | 'book'
  | 'pay'
  | 'pay_part'
  | 'void'
  | 'credit'
  | 'credit_part'
  | 'new_contact'
  | 'change_contact'
  | 'delete_contact'
  | 'write_off'
  | 'change_invoice'
  | 'overpay'
  | 'reopen'
  | 'pay_given_up'
  | 'void_given_up'
  | 'void_paid'
  | 'empty_contact';

export type PersonName =
  | 'disconnect'
  | 'reconnect'
  | 'switch_off'
  | 'retry_issues'
  | 'retry_causes'
  | 'accept_issues';

/** Something that happens at an instant; which record it is about is a share of those there are then. */
export type PlannedOperation =
  | { afterMs: number; operatorId: string; what: BusinessName; share: number; count: number }
  | { afterMs: number; operatorId: string; what: PersonName; provider: Provider }
  | { afterMs: number; operatorId: string; what: 'revoke_access'; provider: Provider }
  | { afterMs: number; operatorId: string; what: 'close_period'; forMs: number }
  | {
      afterMs: number;
      operatorId: string;
      what: 'foreign_calls';
      provider: Provider;
      count: number;
      overMs: number;
    }
  | { afterMs: number; operatorId: string; what: 'backfill'; count: number }
  | { afterMs: number; operatorId: string; what: 'rush'; count: number; readers: number }
  /** Access tokens of the source end before their time; their refresh tokens live on. */
  | { afterMs: number; operatorId: string; what: 'end_access_tokens' }
  | { afterMs: number; operatorId: string; what: 'switch_posting'; isOn: boolean }
  | { afterMs: number; operatorId: string; what: 'look_at_preview' }
  | { afterMs: number; operatorId: string; what: 'outage'; of: Provider | 'table'; forMs: number }
  | PlannedWalk
  | PlannedNight
  | PlannedTurn;

/** When both sides are compared. */
export type PlannedNight = { afterMs: number; operatorId: string } & (
  | { what: 'reconcile' }
  /** Its hour has come, or came so long ago. The schedule fires as often, all at once. */
  | { what: 'night_due'; agoMs: number; fires: number }
);

/** What people do with a backfill, and documents of before that nothing tells of. */
export type PlannedWalk = { afterMs: number; operatorId: string } & (
  | { what: 'walk'; does: 'start' | 'pause' | 'resume' | 'cancel' }
  | { what: 'untold_month_end'; count: number }
);

/** What people and other parties do to settings and books. */
export type PlannedTurn = { afterMs: number; operatorId: string } & (
  | { what: 'change_settings'; change: 'status' | 'notes' | 'category' }
  | { what: 'change_tracking'; how: 'archive' | 'rename' | 'delete'; forMs: number }
  | { what: 'archive_account'; forMs: number }
  /** One of that kind is refused from then on, and every call with it. */
  | {
      what: 'refuse_calls';
      kind: 'invoice' | 'contact' | 'payment' | 'credit_note' | 'history';
      count: number;
    }
  | { what: 'take_out' }
  | { what: 'foreign_bursts'; provider: Provider; minutes: number }
  /** Asks for the organisation of `of`. */
  | { what: 'intrude'; of: string }
  | { what: 'merge_contacts'; turn: number }
  | { what: 'name_before'; turn: number }
  /** Invoices that nothing tells of stand in the ledger from a file, some of them with a slip. */
  | { what: 'import_before'; count: number; turn: number }
  | { what: 'edit_by_hand'; turn: number }
  | { what: 'touch_edited'; how: 'change' | 'void' | 'pay' }
);
