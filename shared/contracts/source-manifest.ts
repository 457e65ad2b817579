import type { RecordKind } from './ids.ts';
import type { ProviderManifest } from './provider-manifest.ts';

/** What a change that an event tells of looks like on a list. */
export interface ToldChange {
  kind: RecordKind;
  /** Statuses in which an invoice may be after it; none for other kinds. */
  statuses: readonly string[];
}

/** What the source is, beyond what every provider is. */
export interface SourceManifest extends ProviderManifest {
  /** Ways to pay that it tells apart, by its own word, in words for people. */
  paymentMethods: Readonly<Record<string, string>>;
  /** Header of a webhook that carries its signature, `t=<epoch seconds>,v1=<hex HMAC-SHA256>`. */
  signatureHeader: string;
  /** Event types that its public pages name; what else we ask for is only inferred. */
  confirmedEvents: readonly string[];
  /** Event types that end a record. */
  deletions: readonly string[];
  /** What each event type tells of, and has to be looked for in lists where it does not come. */
  tellsOf: Readonly<Record<string, ToldChange>>;
  scopes: {
    /** Without these no document gets to the books. */
    neededForBooks: readonly string[];
    /** How the names of all of its scopes begin. */
    prefix: string;
    writeTimeline: string;
    writeContacts: string;
  };
}
