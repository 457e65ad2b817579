// SPEC.md I3
import type { Contact, Invoice } from '../../../infra/local/vendors/stora/core/resources.ts';
import type { RecordKind } from '../../../shared/contracts/ids.ts';
import type { Link } from '../../../shared/contracts/link-item.ts';
import type { FinishedRun, Invariant } from '../history.ts';
import { booksOf, survivorOf } from './ledger-books.ts';
import { type LinkSave, type Occurred, viewOf } from './run-view.ts';
import { livesOf } from './source-states.ts';
import { isApplied, type LedgerWrite, ledgerWritesOf, text } from './writes.ts';

export const nothingOlder: Invariant = {
  id: 'I3',
  title: 'Nothing older than a committed version is written, nothing deleted comes back',
  check: (run) => [...stepsBack(run), ...staleWrites(run)],
};

/** A link only goes forward while it belongs to one company. */
function stepsBack(run: FinishedRun): string[] {
  return [...viewOf(run).linkSaves].flatMap(([key, saves]) =>
    saves.flatMap((save) => stepBack(run, save).map((problem) => `${key}: ${problem}`)),
  );
}

function stepBack(run: FinishedRun, { before, after }: LinkSave): string[] {
  if (before === undefined) return [];
  const problems: string[] = [];
  if (before.deletedAt !== undefined && after.deletedAt === undefined)
    problems.push('its tombstone is gone');
  if (before.accountId !== after.accountId) return problems;
  if (
    before.targetId !== undefined &&
    before.targetId !== after.targetId &&
    !isMerged(run, before, after)
  )
    problems.push(`points to ${after.targetId ?? 'nothing'} instead of ${before.targetId}`);
  if (isVersionOlder(before, after) && !isReopened(run, before, after))
    problems.push('its version went back');
  if (before.posted !== undefined) {
    const { posted } = after;
    if (posted === undefined || posted.paidMinor < before.posted.paidMinor)
      problems.push('less is paid than before');
    if (before.posted.voided && posted?.voided !== true) problems.push('it is no longer voided');
  }
  return problems;
}

/** A person merged the contact into the one that it points to now. */
function isMerged(run: FinishedRun, before: Link, after: Link): boolean {
  if (before.kind !== 'contact') return false;
  return booksOf(run, before.operatorId).some((book) => {
    const contact = book.contacts.get(before.targetId ?? '');
    return contact !== undefined && survivorOf(book, contact).contactId === after.targetId;
  });
}

/**
 * The source asked again for what it had given up: one rank down, from a state that was given up to one
 * that is open since, and time does not go back.
 */
function isReopened(run: FinishedRun, before: Link, after: Link): boolean {
  const [from, to] = [before.version, after.version];
  if (after.kind !== 'invoice' || from === undefined || to === undefined) return false;
  const [fromAt, toAt] = [Date.parse(from.at), Date.parse(to.at)];
  if (from.rank - to.rank !== 1 || toAt < fromAt) return false;
  const life = livesOf<Invoice>(run, 'invoice').find(({ sourceId }) => sourceId === after.sourceId);
  const states = life?.states ?? [];
  return states.some(
    ({ resource, atEpochMs }, index) =>
      resource.status === 'open' &&
      states[index - 1]?.resource.status === 'uncollectible' &&
      atEpochMs <= toAt,
  );
}

function isVersionOlder(before: Link, after: Link): boolean {
  if (before.version === undefined) return false;
  if (after.version === undefined) return true;
  if (after.version.rank !== before.version.rank) return after.version.rank < before.version.rank;
  if (after.version.fingerprint === before.version.fingerprint) return false;
  return Date.parse(after.version.at) < Date.parse(before.version.at);
}

/** A late request left before what is committed now: nobody can call it back, hence it is spared. */
function staleWrites(run: FinishedRun): string[] {
  const memory = new Map<string, Occurred<'arrived'>>();
  return ledgerWritesOf(run).flatMap((write) => {
    if (write.call.isLate || !isApplied(write.call) || isRepeat(write.call, memory)) return [];
    const problem = checks[write.what]?.(run, write);
    return problem === undefined ? [] : [problem];
  });
}

/** Xero remembers a key for six minutes: a repeat brings the first answer and writes nothing. */
const memoryMs = 6 * 60_000;

function isRepeat(call: Occurred<'arrived'>, memory: Map<string, Occurred<'arrived'>>): boolean {
  const { idempotencyKey: key, seq, atEpochMs } = call;
  if (key === undefined) return false;
  const first = memory.get(key);
  if (first === undefined) memory.set(key, call);
  return first !== undefined && first.seq !== seq && atEpochMs - first.atEpochMs < memoryMs;
}

type Check = (run: FinishedRun, write: LedgerWrite) => string | undefined;

const checks: Partial<Record<LedgerWrite['what'], Check>> = {
  create: (run, write) => {
    const sourceId = text(write.element.Reference);
    const link = linkOf(run, write, { kind: write.kind ?? 'invoice', sourceId });
    return link?.targetId === undefined || isOfOtherCompany(write, link)
      ? undefined
      : `${sourceId} was created again although it was linked to ${link.targetId}`;
  },
  payment: (run, write) => {
    const [sourceId = '', sum] = text(write.element.Reference).split(':');
    if (sourceId.startsWith('cred_')) return refundProblem(run, write, { sourceId, sum });
    const link = linkOf(run, write, { kind: 'invoice', sourceId });
    const paidMinor = link?.posted?.paidMinor ?? 0;
    return Number(sum) > paidMinor || (link !== undefined && isOfOtherCompany(write, link))
      ? undefined
      : `a payment up to ${sum} of ${sourceId} was sent although ${paidMinor} was committed`;
  },
  create_contact: (run, write) => goneProblem(run, write, text(write.element.ContactNumber)),
  update_contact: (run, write) => {
    const sourceId = text(write.element.ContactNumber);
    return goneProblem(run, write, sourceId) ?? olderContact(run, write, sourceId);
  },
};

function refundProblem(
  run: FinishedRun,
  write: LedgerWrite,
  { sourceId, sum }: { sourceId: string; sum: string | undefined },
): string | undefined {
  const link = linkOf(run, write, { kind: 'credit_note', sourceId });
  const isDone = link?.effects[`refund:${sum}`]?.state === 'done';
  return isDone && !isOfOtherCompany(write, link)
    ? `a refund up to ${sum} of ${sourceId} was sent although it was committed`
    : undefined;
}

function goneProblem(run: FinishedRun, write: LedgerWrite, sourceId: string): string | undefined {
  const link = linkOf(run, write, { kind: 'contact', sourceId });
  return link?.deletedAt === undefined
    ? undefined
    : `the deleted contact ${sourceId} was written (${write.what})`;
}

/** The content belongs only to states that are older than the one committed. */
function olderContact(run: FinishedRun, write: LedgerWrite, sourceId: string): string | undefined {
  const committed = linkOf(run, write, { kind: 'contact', sourceId })?.version;
  const life = livesOf<Contact>(run, 'contact').find((each) => each.sourceId === sourceId);
  if (committed === undefined || life === undefined) return undefined;
  const same = life.states.filter(({ resource }) => isContent(write.element, resource));
  const isOlder =
    same.length > 0 &&
    same.every(({ resource }) => Date.parse(resource.updated_at) < Date.parse(committed.at));
  return isOlder ? `contact ${sourceId} was set back to a state before ${committed.at}` : undefined;
}

function isContent(element: Record<string, unknown>, contact: Contact): boolean {
  const name = contact.full_name?.trim() || contact.email.trim();
  const [phone] = (element.Phones ?? []) as Array<{ PhoneNumber?: string }>;
  return (
    [name, `${name} (${contact.id.slice(-6)})`].includes(text(element.Name)) &&
    text(element.EmailAddress) === contact.email.trim() &&
    (phone?.PhoneNumber ?? '') === (contact.phone_number?.trim() ?? '')
  );
}

function linkOf(
  run: FinishedRun,
  { call }: LedgerWrite,
  record: { kind: RecordKind; sourceId: string },
): Link | undefined {
  const key = [call.operatorId, 'xero', record.kind, record.sourceId].join('|');
  return viewOf(run).linkAt(key, call.seq);
}

function isOfOtherCompany({ call }: LedgerWrite, link: Link): boolean {
  return link.accountId !== undefined && link.accountId !== call.vendorAccount;
}
