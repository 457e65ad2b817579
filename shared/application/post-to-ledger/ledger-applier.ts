import type { Link } from '../../contracts/link-item.ts';
import { SwitchedOffError } from '../../domain/errors/errors.ts';
import { standWords } from '../../domain/issues/stand-words.ts';
import { isPosting } from '../../domain/settings/is-posting.ts';
import type { LedgerFor } from '../../ports/ledger/ledger.ts';
import type { Operators } from '../../ports/operators.ts';
import type { SettingsStore } from '../../ports/settings-store.ts';
import type { SettingsVersions } from '../../ports/settings-versions.ts';
import type { Applier, CreatedRecord, OpenTarget } from '../apply-changes/applier.ts';
import type { Batch, Unit } from '../apply-changes/unit.ts';
import { ensureLedgerSettings } from '../settings/ensure-ledger-settings.ts';
import { payOwedNote } from './add-history-notes.ts';
import { applyUnits } from './apply-units.ts';
import type { LedgerBatch } from './ledger-batch.ts';

/** The books of each operator, and how documents are posted to them. */
export interface Books {
  ledgerFor: LedgerFor;
  settings: SettingsStore;
  operators: Pick<Operators, 'get'>;
  settingsVersions: SettingsVersions;
}

/** What takes changes into a ledger, whichever it is. */
export function ledgerApplier(books: Books): Applier {
  return {
    open: async (batch) => openedLedger(await openLedger(batch, books)),
    findCreated: (link) => findContact(link, books),
    standWords: (link) => standWords(link),
  };
}

async function openLedger(batch: Batch, books: Books): Promise<LedgerBatch> {
  const { operatorId, accountId, ports } = batch;
  const { ledgerFor, settings: settingsStore, settingsVersions, operators } = books;
  const { activities, clock, crypto } = ports;
  const stores = { settings: settingsStore, settingsVersions, operators };
  const deps = { ...stores, ledgerFor, activities, clock, crypto };
  const settings = await ensureLedgerSettings(deps, batch);
  // Before anything is read there or sent: what came meanwhile stands aside until somebody switches on.
  if (!isPosting(settings)) throw new SwitchedOffError(batch.target);
  return {
    ...batch,
    settings,
    settingsStore,
    ledger: ledgerFor(operatorId, accountId),
    contactTargetIds: new Map(),
  };
}

function openedLedger(batch: LedgerBatch): OpenTarget {
  return {
    forgetReadUntil: (epochMs) => batch.ledger.catalogue.forget(epochMs),
    apply: (units) => applyUnits(units, batch),
    payOwed: (message) => payOwedNote(message, batch),
    standWords: (unit) => standWordsOf(unit, batch),
  };
}

function standWordsOf({ link, record }: Unit, { settings, ledger }: LedgerBatch): string {
  const postsPayments = settings.postPayments && ledger.payments !== undefined;
  return standWords(link, { record, postsPayments });
}

/** Only contacts are deleted at the source. Ours is found by our number, whatever its status. */
async function findContact(link: Link, { ledgerFor }: Books): Promise<CreatedRecord | undefined> {
  const { operatorId, accountId, sourceId } = link;
  const found = await ledgerFor(operatorId, accountId).contacts.findByNumber([sourceId]);
  const own = found.find(({ contactNumber }) => contactNumber === sourceId);
  return own && { targetId: own.targetId, targetLabel: own.name };
}
