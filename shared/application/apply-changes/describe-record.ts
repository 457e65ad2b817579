import type { LinkKey } from '../../contracts/link-item.ts';
import {
  describeRecord as describe,
  type KnownOfRecord,
  type RecordDescription,
} from '../../domain/issues/describe-record.ts';
import type { BatchPorts } from './unit.ts';

type Known = Pick<KnownOfRecord, 'record' | 'messages'> & { ports: BatchPorts };

/**
 * By what a person knows the record of an issue. One that was not read is looked for in what we know
 * of it: a raw id tells nobody which invoice it is.
 */
export async function describeRecord(
  key: LinkKey,
  { ports, record, messages }: Known,
): Promise<RecordDescription> {
  const known = { kind: key.kind, record, messages };
  const first = describe({ ...known, former: undefined, link: undefined });
  if (key.kind === 'contact' || (first.label !== undefined && first.contactId !== undefined))
    return first;
  const [former, link] = await Promise.allSettled([ports.issues.get(key), ports.links.get(key)]);
  // Neither may keep the issue from being raised: the link itself may be the trouble.
  return describe({
    ...known,
    former: former.status === 'fulfilled' ? former.value : undefined,
    link: link.status === 'fulfilled' ? link.value : undefined,
  });
}
