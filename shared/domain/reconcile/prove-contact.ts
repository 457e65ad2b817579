import type { Link } from '../../contracts/link-item.ts';
import type { Mismatch } from '../../contracts/mismatch.ts';
import { optional } from '../source/optional.ts';
import type { SourceContact } from '../source/records.ts';
import { standingVersion } from '../versions/known-versions.ts';
import { markOf } from './accepted-mismatches.ts';
import { type Finding, finding } from './finding.ts';
import type { MonthFacts } from './month-facts.ts';

export interface ContactFacts extends Pick<MonthFacts, 'issueOf' | 'isUnderWay' | 'handEdit'> {
  contact: SourceContact;
  /** Of what was read (`versionOf`). */
  fingerprint: string;
  link: Link | undefined;
}

/**
 * A customer who is not the same on both sides; undefined: in step, on the way, or never brought, as customers
 * go into the ledger with their first document.
 */
export function contactMismatch(facts: ContactFacts): Mismatch | undefined {
  const { contact, link } = facts;
  const found = findingOf(facts);
  if (found === undefined) return undefined;
  const { source, ledger } = found;
  return {
    class: found.class,
    kind: 'contact',
    sourceId: contact.id,
    ...optional('targetId', link?.targetId),
    customer: contact.name,
    differenceMinor: 0,
    ...optional('source', source),
    ...optional('ledger', ledger),
    fix: found.fix,
    standing: markOf(found),
  };
}

function findingOf({ contact, fingerprint, link, ...facts }: ContactFacts): Finding | undefined {
  if (link?.targetId === undefined) return undefined;
  const left = facts.handEdit('contact', contact.id)?.what;
  if (left !== undefined) return finding('deleted_contact', { ledger: left });
  const isWaiting =
    facts.issueOf('contact', contact.id) !== undefined || facts.isUnderWay('contact', contact.id);
  const known = standingVersion(link);
  const isNews = known !== undefined && known.fingerprint !== fingerprint;
  return isNews && !isWaiting ? finding('webhook_lost', { source: contact.updatedAt }) : undefined;
}
