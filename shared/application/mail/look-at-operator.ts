import type { Connection } from '../../contracts/connection-item.ts';
import type { MailWatch } from '../../contracts/mail-item.ts';
import type { People } from '../../contracts/people-item.ts';
import { openSilence } from '../../domain/intake/silence.ts';
import { openOf } from '../../domain/issues/acceptance.ts';
import { makeDigest } from '../../domain/mail/make-digest.ts';
import { dayThere, nextMorningEpochMs } from '../../domain/mail/morning.ts';
import type { ConnectionKey, Connections } from '../../ports/connections.ts';
import type { Crypto } from '../../ports/crypto.ts';
import type { Differences } from '../../ports/differences.ts';
import type { Issues } from '../../ports/issues.ts';
import type { Operators } from '../../ports/operators.ts';
import type { MailWatches, PeopleStore } from '../../ports/people-store.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { SourceStates } from '../../ports/source-states.ts';
import { sourceName } from '../../source/source-name.ts';
import { zoneOf } from '../settings/zone-of.ts';
import { type OweDeps, oweMail, ownersOf } from './owe-mail.ts';

export interface LookAtOperatorDeps extends OweDeps {
  connections: Pick<Connections, 'list'>;
  crypto: Crypto;
  issues: Issues;
  operators: Operators;
  people: PeopleStore;
  mailWatches: MailWatches;
  settings: SettingsStore;
  differences: Pick<Differences, 'page'>;
  sourceStates: Pick<SourceStates, 'get'>;
}

/** Of more than these a digest tells no more: the page does. */
const issuesAtMost = 2_000;
const linkDays = 7;
const dayMs = 24 * 3_600_000;

/**
 * Writes down which mails an operator's people are owed: of what happened to its connections, and in its
 * morning the digest. Each occasion is one row, so that looking twice owes nothing twice.
 */
export async function lookAtOperator(
  deps: LookAtOperatorDeps,
  { watch, dueAtEpochMs }: { watch: MailWatch; dueAtEpochMs: number },
): Promise<number> {
  const { operatorId } = watch;
  const [operator, people] = await Promise.all([
    deps.operators.get(operatorId),
    deps.people.get(operatorId),
  ]);
  if (people === undefined || people.people.length === 0 || operator?.removal !== undefined) {
    await deps.mailWatches.lookNext(watch, dueAtEpochMs, undefined);
    return 0;
  }
  const connections = await deps.connections.list(operatorId);
  const nowEpochMs = deps.clock.nowEpochMs();
  const timeZone = (await zoneOf(deps, operatorId)) ?? 'UTC';
  let owed = await oweOfConnections(deps, people, connections);
  const { day, isMorning } = dayThere(nowEpochMs, timeZone);
  const isDue = isMorning && watch.digestDay !== day;
  if (isDue) owed += await oweDigest(deps, people, { day, connections });
  const next = { ...watch, ...(isDue ? { digestDay: day } : {}) };
  await deps.mailWatches.lookNext(next, dueAtEpochMs, nextMorningEpochMs(nowEpochMs, timeZone));
  return owed;
}

async function oweDigest(
  deps: LookAtOperatorDeps,
  people: People,
  { day, connections }: { day: string; connections: Connection[] },
): Promise<number> {
  const { operatorId } = people;
  const readers = people.people.filter(({ digest }) => digest);
  if (readers.length === 0) return 0;
  const [{ issues }, differences, quietSince] = await Promise.all([
    deps.issues.page(operatorId, undefined, issuesAtMost),
    countOpen(deps.differences, operatorId),
    quietSinceOf(deps, operatorId, connections),
  ]);
  // What a person left as it is waits for nobody.
  const open = openOf(issues);
  const content = makeDigest({ day, issues: open, differences, connections, quietSince });
  if (content === undefined) return 0;
  const owed = await Promise.all(
    readers.map((person) => oweMail(deps, { operatorId, person, occasion: day }, content)),
  );
  return owed.filter(Boolean).length;
}

/** The night before has looked whether the source is heard. */
async function quietSinceOf(
  { sourceStates }: LookAtOperatorDeps,
  operatorId: string,
  connections: Connection[],
): Promise<string | undefined> {
  const source = connections.find(({ provider }) => provider === sourceName);
  return openSilence(source, await sourceStates.get(operatorId))?.heardAt;
}

/** Those that nobody has accepted; beyond so many a digest tells no more. */
async function countOpen(
  differences: LookAtOperatorDeps['differences'],
  operatorId: string,
): Promise<number> {
  const page = await differences.page(operatorId, undefined, issuesAtMost);
  return page.differences.filter(({ accepted }) => accepted === undefined).length;
}

async function oweOfConnections(
  deps: LookAtOperatorDeps,
  people: People,
  connections: Connection[],
): Promise<number> {
  const owed = await Promise.all(
    connections.flatMap((connection) =>
      ownersOf(people).map((person) => oweOf(deps, person, connection)),
    ),
  );
  return owed.filter(Boolean).length;
}

/** Once per loss and per end: a new authorization has another epoch, a revived pair another version. */
function oweOf(
  deps: LookAtOperatorDeps,
  person: People['people'][number],
  connection: Connection & ConnectionKey,
): Promise<boolean> {
  const { operatorId, provider, status, epoch, tokenVersion, disconnectedAt } = connection;
  const nowEpochMs = deps.clock.nowEpochMs();
  if (status === 'needs_reconnect') {
    const link = {
      linkId: deps.crypto.randomToken(16),
      expiresAtEpochMs: nowEpochMs + linkDays * dayMs,
    };
    const occasion = `${provider}.${epoch}.${tokenVersion}`;
    const content = { kind: 'connection_lost' as const, provider, ...link };
    return oweMail(deps, { operatorId, person, occasion }, content);
  }
  const isFresh = disconnectedAt !== undefined && nowEpochMs - Date.parse(disconnectedAt) < dayMs;
  if (status !== 'disconnected' || !isFresh) return Promise.resolve(false);
  const content = { kind: 'disconnected' as const, provider, at: disconnectedAt };
  return oweMail(deps, { operatorId, person, occasion: `${provider}.${epoch}` }, content);
}
