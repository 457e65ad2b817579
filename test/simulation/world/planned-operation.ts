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
  | 'delete_contact';

export type PersonName = 'disconnect' | 'reconnect' | 'switch_off' | 'retry_issues';

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
  | { afterMs: number; operatorId: string; what: 'outage'; of: Provider | 'table'; forMs: number };
