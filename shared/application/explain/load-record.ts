import type { DocumentRow } from '../../contracts/document-item.ts';
import type { Link, LinkKey } from '../../contracts/link-item.ts';
import { documentRow } from '../../domain/documents/document-row.ts';
import type { RecordFacts, SideRead, WayThere } from '../../domain/explain/record-facts.ts';
import { linkInAccount } from '../../domain/links/link-in-account.ts';
import { newLink } from '../../domain/links/new-link.ts';
import { changesQueueName } from '../../domain/resting/queue-names.ts';
import type { SourceRecord } from '../../domain/source/records.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Aside } from '../../ports/aside.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Differences } from '../../ports/differences.ts';
import type { Issues } from '../../ports/issues.ts';
import type { RecordLinks } from '../../ports/links.ts';
import type { Resting } from '../../ports/resting.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { Tries } from '../../ports/tries.ts';
import { readLedger, readSource, type SidesDeps } from './read-sides.ts';
import { readRecordActivities } from './record-activities.ts';

export interface LoadRecordDeps extends SidesDeps {
  links: Pick<RecordLinks, 'get'>;
  issues: Pick<Issues, 'get'>;
  differences: Pick<Differences, 'get'>;
  activities: Activities;
  aside: Pick<Aside, 'withConnections'>;
  resting: Pick<Resting, 'hiddenOf'>;
  tries: Pick<Tries, 'get'>;
  settings: Pick<SettingsStore, 'get'>;
  clock: Clock;
}

/** All that is known of one record, and how it stands on both sides now: a call on each. */
export async function loadRecord(deps: LoadRecordDeps, key: LinkKey): Promise<RecordFacts> {
  const [stored, issue, difference, way, source] = await Promise.all([
    deps.links.get(key),
    deps.issues.get(key),
    deps.differences.get(key),
    loadWay(deps, key),
    readSource(deps, key),
  ]);
  const link = stored && linkInAccount(stored, companyIn(way, key));
  const row = rowOf(source, link ?? newLink(key), issue !== undefined);
  const number = row?.number ?? issue?.label ?? link?.targetLabel;
  const [ledger, customer, told] = await Promise.all([
    readLedger(deps, { key, link, number }),
    customerOf(deps, key, source),
    readRecordActivities(deps.activities, { key, row, link, issue, difference }),
  ]);
  return {
    ...{ key, row, link, issue, difference, way, source, ledger },
    ...told,
    customerTargetId: customer?.targetId,
    nowEpochMs: deps.clock.nowEpochMs(),
  };
}

/** The one that is connected: what stands in the books of another is none of these. */
function companyIn({ connections }: WayThere, { target }: LinkKey): string | undefined {
  return connections.find(({ provider }) => provider === target)?.account.id;
}

/** As it would be listed: its number, day and sums, from what the source says now. */
function rowOf(
  source: SideRead<SourceRecord>,
  link: Link,
  isParked: boolean,
): DocumentRow | undefined {
  if (source.kind !== 'shown') return undefined;
  return documentRow({ record: source.value, link, isParked, listedAt: '' });
}

async function loadWay(deps: LoadRecordDeps, { operatorId, target }: LinkKey): Promise<WayThere> {
  const queue = changesQueueName(target);
  const [{ connections, marks }, settings, resting, tries] = await Promise.all([
    deps.aside.withConnections(operatorId),
    deps.settings.get(operatorId, target),
    deps.resting.hiddenOf(operatorId),
    deps.tries.get(operatorId, queue),
  ]);
  return {
    connections,
    settings,
    aside: marks.find((one) => one.queue === queue),
    resting: resting.find((one) => one.queue === queue),
    tries,
  };
}

async function customerOf(
  { links }: Pick<LoadRecordDeps, 'links'>,
  { operatorId, target }: LinkKey,
  source: SideRead<SourceRecord>,
): Promise<Link | undefined> {
  if (source.kind !== 'shown' || source.value.kind === 'contact') return undefined;
  const sourceId = source.value.record.contactId;
  if (sourceId === undefined) return undefined;
  return links.get({ operatorId, target, kind: 'contact', sourceId });
}
