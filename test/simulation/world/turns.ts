import type { Operator } from '../../../infra/local/vendors/stora/core/world.ts';
import type { Book, Contact, Scene } from '../../../infra/local/vendors/xero/core/book.ts';
import { mergeContacts } from '../../../infra/local/vendors/xero/ledger/contacts.ts';
import { updateTrackingOption } from '../../../infra/local/vendors/xero/ledger/tracking.ts';
import { saveSettings } from '../../../shared/application/settings/save-settings.ts';
import type { LedgerSettings } from '../../../shared/contracts/settings.ts';
import type { FaultId } from '../engine/fault-kinds.ts';
import type { Engine } from '../engine/with-faults.ts';
import { HandEdits } from './hand-edits.ts';
import { importBefore } from './import-before.ts';
import type { People } from './people.ts';
import type { PlannedTurn } from './planned-operation.ts';
import type { Stores } from './stores.ts';
import type { Vendors } from './vendors.ts';
import {
  handMade,
  movedSuffix,
  notTaken,
  rentCode,
  rentElsewhere,
  strangersNumber,
} from './words.ts';

export interface TurnParts {
  vendors: Vendors;
  people: People;
  stores: Stores;
}

type Of<W extends PlannedTurn['what']> = Extract<PlannedTurn, { what: W }>;

/** Settings that are changed, and what other people do in the books and with our access. */
export class Turns {
  readonly #engine: Engine;
  readonly #parts: TurnParts;
  readonly #former = new Map<string, LedgerSettings>();
  readonly #handEdits: HandEdits;
  #restores: Array<() => void> = [];

  constructor(engine: Engine, parts: TurnParts) {
    this.#engine = engine;
    this.#parts = parts;
    this.#handEdits = new HandEdits(engine, parts.vendors);
  }

  /** Everything that a person can put right is. */
  endAll(): void {
    for (const restore of this.#restores.splice(0)) restore();
    this.#handEdits.takeBack();
    this.#parts.vendors.xero.world.refusals.calm();
    for (const settings of this.#former.values()) this.#putBack(settings);
    this.#former.clear();
  }

  carryOut(turn: PlannedTurn): void {
    const act = this.#acts[turn.what] as (one: PlannedTurn) => void;
    act(turn);
  }

  /** The organisation's owner ends our access from the other side; our tokens live on. */
  takeOut(operatorId: string): void {
    const book = this.#bookOf(operatorId);
    const { connections } = this.#parts.vendors.xero.world.grants;
    for (const [id, { tenantId }] of connections) {
      if (tenantId === book?.tenantId) connections.delete(id);
    }
    this.#fired('taken_out', operatorId);
  }

  readonly #acts: { [W in PlannedTurn['what']]: (one: Of<W>) => void } = {
    change_settings: (one) => this.#engine.time.follow(this.#changeSettings(one)),
    change_tracking: (one) => this.#engine.time.follow(this.#changeTracking(one)),
    archive_account: (one) => this.#archiveAccount(one),
    refuse_calls: (one) => this.#refuseCalls(one),
    take_out: ({ operatorId }) => this.takeOut(operatorId),
    // The calls of strangers are planned by `operations.ts`, which has the others, too.
    foreign_bursts: () => undefined,
    intrude: (one) => this.#intrude(one),
    merge_contacts: (one) => this.#mergeContacts(one),
    name_before: (one) => this.#nameBefore(one),
    import_before: ({ operatorId, ...of }) => {
      const book = this.#bookOf(operatorId);
      const operator = this.#storaOf(operatorId);
      const { world } = this.#parts.vendors.stora;
      if (book !== undefined && operator !== undefined)
        importBefore({ world, operator }, this.#sceneOf(book), of);
    },
    edit_by_hand: (one) => this.#handEdits.edit(one),
    touch_edited: (one) => this.#handEdits.touch(one),
  };

  async #changeSettings({ operatorId, change }: Of<'change_settings'>): Promise<void> {
    const { settings } = this.#parts.stores.bare;
    const present = await settings.get(operatorId, 'xero');
    if (present === undefined) return;
    if (!this.#former.has(operatorId)) this.#former.set(operatorId, present);
    this.#fired('settings_changed', change);
    const versioned =
      change === 'status' ? otherStatus : (one: LedgerSettings) => changed(one, change);
    const saves = [this.#save(operatorId, versioned)];
    // Somebody else saves at the same moment; neither may lose what the other chose.
    if (change === 'notes') saves.push(this.#save(operatorId, otherAccount));
    await Promise.all(saves);
  }

  /** As on the page of the settings, and on top of whatever stands. */
  async #save(
    operatorId: string,
    change: (settings: LedgerSettings) => LedgerSettings,
  ): Promise<void> {
    const { settings, settingsVersions, activities, issues } = this.#parts.stores.remote;
    const clock = { nowEpochMs: () => this.#engine.time.nowEpochMs() };
    const deps = { settings, settingsVersions, activities, issues, clock };
    const wish = { operatorId, target: 'xero', change, actor: 'operator' } as const;
    await saveSettings(deps, wish);
  }

  #putBack(former: LedgerSettings): void {
    const { operatorId, invoiceStatus, historyNotes, trackingCategoryName } = former;
    const chosen = { invoiceStatus, historyNotes };
    const { settings } = this.#parts.stores.bare;
    const put = settings.get(operatorId, 'xero').then((present) => {
      if (present === undefined) return undefined;
      const category = this.#isCategoryLeft(operatorId, trackingCategoryName)
        ? { trackingCategoryName }
        : {};
      return this.#save(operatorId, (latest) => ({ ...latest, ...chosen, ...category }));
    });
    this.#engine.time.follow(put);
  }

  /** An organisation has two active categories at most: a person sees which, and chooses no third one. */
  #isCategoryLeft(operatorId: string, name: string): boolean {
    const categories = [...(this.#bookOf(operatorId)?.trackingCategories.values() ?? [])];
    const active = categories.filter(({ status }) => status === 'ACTIVE');
    const isThere = active.some((one) => one.name.toLowerCase() === name.toLowerCase());
    return isThere || active.length < 2;
  }

  async #changeTracking({ operatorId, how, forMs }: Of<'change_tracking'>): Promise<void> {
    const book = this.#bookOf(operatorId);
    const options = [...(book?.trackingCategories.values() ?? [])].flatMap((category) =>
      category.options.map(({ name, trackingOptionId }) => ({ category, name, trackingOptionId })),
    );
    const sites = new Set(this.#sitesOf(operatorId));
    const chosen = options.find(({ name }) => sites.has(name));
    if (book === undefined || chosen === undefined) return;
    const { category, name: option, trackingOptionId } = chosen;
    const settings = await this.#parts.stores.bare.settings.get(operatorId, 'xero');
    const known = Object.values(settings?.sites ?? {}).flatMap(({ optionId, former = [] }) => [
      optionId,
      ...former.map((one) => one.optionId),
    ]);
    // Under another name only ids tell which one it was.
    if (how === 'rename' && !known.includes(trackingOptionId)) return;
    const change = { archive: { status: 'ARCHIVED' }, delete: { status: 'DELETED' } };
    const wish = how === 'rename' ? { name: `${option}${movedSuffix}` } : change[how];
    updateTrackingOption(book, category, { option, ...wish });
    this.#fired('tracking_changed', how);
    if (how !== 'archive') return;
    this.#restoreAfter(forMs, () => {
      const present = book.trackingCategories.get(category.trackingCategoryId);
      const archived = present?.options.find((each) => each.trackingOptionId === trackingOptionId);
      if (present === undefined || archived === undefined) return;
      updateTrackingOption(book, present, { option: archived.name, status: 'ACTIVE' });
    });
  }

  #sitesOf(operatorId: string): string[] {
    const sites = this.#storaOf(operatorId)?.tables.sites.values() ?? [];
    return [...sites].map(({ name }) => name.trim());
  }

  #archiveAccount({ operatorId, forMs }: Of<'archive_account'>): void {
    const book = this.#bookOf(operatorId);
    const account = [...(book?.accounts.values() ?? [])].find(({ code }) => code === '200');
    if (book === undefined || account === undefined) return;
    book.accounts.set(account.accountId, { ...account, status: 'ARCHIVED' });
    this.#fired('account_archived', operatorId);
    this.#restoreAfter(forMs, () =>
      book.accounts.set(account.accountId, { ...account, status: 'ACTIVE' }),
    );
  }

  /** The newest of its kind is what Xero does not take, until somebody looks after it. */
  #refuseCalls({ operatorId, kind, count }: Of<'refuse_calls'>): void {
    const tables = this.#storaOf(operatorId)?.tables;
    const table: Partial<Record<typeof kind, ReadonlyMap<string, unknown>>> = {
      contact: tables?.contacts ?? new Map(),
      credit_note: tables?.creditNotes ?? new Map(),
    };
    const known = table[kind] ?? tables?.invoices;
    const newest = [...(known?.keys() ?? [])].slice(-count);
    const sourceId = newest[0];
    if (sourceId === undefined) return;
    this.#fired('calls_refused_whole', kind);
    this.#parts.vendors.xero.world.refusals.script({
      form: 'call',
      message: `${notTaken} ${sourceId}`,
      // Notes are written once: any of them from now on.
      bodyIncludes: kind === 'history' ? 'Posted by Rollerdoor' : sourceId,
      pathIncludes: { payment: '/Payments', history: '/History' }[kind as string],
      count: undefined,
    });
  }

  #intrude({ operatorId, of }: Of<'intrude'>): void {
    this.#fired('intruder', of);
    this.#parts.people.connect(operatorId, 'xero', {
      organisations: [of],
      mayBeOtherAccount: true,
    });
  }

  /** A duplicate that a person made takes the customer in. */
  #mergeContacts({ operatorId, turn }: Of<'merge_contacts'>): void {
    const book = this.#bookOf(operatorId);
    const ours = [...(book?.contacts.values() ?? [])].filter(
      ({ contactNumber, status }) => contactNumber?.startsWith('con_') && status === 'ACTIVE',
    );
    const from = ours[Math.floor(turn * ours.length)];
    if (book === undefined || from === undefined) return;
    const into = this.#addContact(book, {
      name: `${from.name} (kept)`,
      accountNumber: handMade,
      emailAddress: from.details.emailAddress,
    });
    const merged = mergeContacts(this.#sceneOf(book), from, into);
    if (merged.ok) this.#fired('contacts_merged', from.contactId);
  }

  /** Half of the customers stand there already, and somebody else of one customer's name. */
  #nameBefore({ operatorId, turn }: Of<'name_before'>): void {
    const book = this.#bookOf(operatorId);
    const customers = [...(this.#storaOf(operatorId)?.tables.contacts.values() ?? [])];
    if (book === undefined) return;
    this.#fired('named_before', operatorId);
    for (const [index, { full_name, email }] of customers.entries()) {
      const name = full_name?.trim() ?? '';
      if (name === '') continue;
      if (index === 1 && turn < 0.7) this.#addStranger(book, name);
      else if (index !== 1 && (index + turn) % 2 < 1) {
        this.#addContact(book, {
          name,
          accountNumber: handMade,
          emailAddress: turn < 0.5 ? email : undefined,
        });
      }
    }
  }

  /** Until the accountant gives the name up to the customer. */
  #addStranger(book: Book, name: string): void {
    const emailAddress = 'somebody@else.example';
    const added = this.#addContact(book, {
      name,
      emailAddress,
      accountNumber: strangersNumber,
    });
    this.#restores.push(() => {
      const present = book.contacts.get(added.contactId);
      if (present !== undefined)
        book.contacts.set(present.contactId, { ...present, name: `${name} (somebody else)` });
    });
  }

  #addContact(book: Book, of: { name: string } & Contact['details']): Contact {
    const { name, ...details } = of;
    const contact: Contact = {
      contactId: this.#sceneOf(book).stamp.uuid(),
      contactNumber: undefined,
      status: 'ACTIVE',
      name,
      isCustomer: true,
      updatedEpochMs: this.#engine.time.nowEpochMs(),
      details,
    };
    book.contacts.set(contact.contactId, contact);
    return contact;
  }

  #sceneOf(book: Book): Scene {
    const nowEpochMs = this.#engine.time.nowEpochMs();
    const uuid = () => uuidOf(this.#engine.dice.random.hex(32));
    return { book, stamp: { nowEpochMs, uuid, user: 'The accountant' } };
  }

  #restoreAfter(forMs: number, restore: () => void): void {
    let isDone = false;
    const once = () => {
      if (!isDone) restore();
      isDone = true;
    };
    this.#restores.push(once);
    this.#engine.time.after(forMs, once);
  }

  #fired(fault: FaultId, at: string): void {
    this.#engine.dice.fired(fault, at);
  }

  #bookOf(operatorId: string): Book | undefined {
    return this.#parts.vendors.xero.world.book(operatorId);
  }

  #storaOf(operatorId: string): Operator | undefined {
    return this.#parts.vendors.stora.world.operators.get(operatorId);
  }
}

function otherStatus(settings: LedgerSettings): LedgerSettings {
  const isDraft = settings.invoiceStatus === 'DRAFT';
  return { ...settings, invoiceStatus: isDraft ? 'AUTHORISED' : 'DRAFT' };
}

/** Rent goes to another account from now on, or back to its own. */
function otherAccount(settings: LedgerSettings): LedgerSettings {
  const { [rentCode]: account, ...others } = settings.accountMap;
  const accountMap = account === undefined ? { ...others, [rentCode]: rentElsewhere } : others;
  return { ...settings, accountMap };
}

function changed(settings: LedgerSettings, change: 'notes' | 'category'): LedgerSettings {
  if (change === 'notes') return { ...settings, historyNotes: !settings.historyNotes };
  return { ...settings, trackingCategoryName: `${settings.trackingCategoryName} 2` };
}

function uuidOf(hex: string): string {
  return [8, 4, 4, 4, 12]
    .map((length, index) => hex.slice([0, 8, 12, 16, 20][index] ?? 0).slice(0, length))
    .join('-');
}
