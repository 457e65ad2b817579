import { isRowRevoked, revokeRow } from '../../../infra/local/vendors/stora/oauth/oauth-store.ts';
import type { Issue } from '../../../shared/contracts/issue-items.ts';
import { isAccepted, openOf } from '../../../shared/domain/issues/acceptance.ts';
import type { FaultId } from '../engine/fault-kinds.ts';
import type { Engine } from '../engine/with-faults.ts';
import { doBusiness } from './business.ts';
import type { Functions, VisitDeps } from './functions.ts';
import { untold } from './import-before.ts';
import type { People } from './people.ts';
import type { PersonName, PlannedOperation, PlannedTurn } from './planned-operation.ts';
import type { Stores } from './stores.ts';
import { Turns } from './turns.ts';
import type { Vendors } from './vendors.ts';
import { lockedUntil } from './words.ts';

/** Persons' operations share one shape. */
type Of<W extends PlannedOperation['what']> = Extract<
  PlannedOperation,
  { what: W } | (W extends PersonName ? { what: PersonName } : never)
>;
type BusinessOperation = Extract<PlannedOperation, { share: number }>;
type TroubleOrPerson = Exclude<PlannedOperation, BusinessOperation | PlannedTurn>['what'];

export interface OperationParts {
  vendors: Vendors;
  people: People;
  functions: Functions;
  stores: Stores;
}

const desk = { name: 'person' };
const allWatches = 100;

/** Business that counts as a kind of fault. */
const firing: Partial<Record<PlannedOperation['what'], FaultId>> = {
  write_off: 'written_off',
  empty_contact: 'details_emptied',
};

/** Carries the plan out, each operation at its instant. */
export class Operations {
  /** Connections that a person gave up for good. */
  readonly switchedOff = new Set<string>();
  readonly #engine: Engine;
  readonly #parts: OperationParts;
  readonly turns: Turns;
  #restoreBooks: Array<() => void> = [];

  constructor(engine: Engine, parts: OperationParts) {
    this.#engine = engine;
    this.#parts = parts;
    this.turns = new Turns(engine, parts);
  }

  start(planned: readonly PlannedOperation[]): void {
    for (const one of planned) this.#engine.time.after(one.afterMs, () => this.#carryOut(one));
  }

  /** Everything that was a state of the world rather than an accident ends. */
  endTroubles(): void {
    for (const restore of this.#restoreBooks.splice(0)) restore();
    const { vendors, stores } = this.#parts;
    vendors.downUntilEpochMs.stora = 0;
    vendors.downUntilEpochMs.xero = 0;
    stores.outage.untilEpochMs = 0;
    this.turns.endAll();
  }

  #carryOut(one: PlannedOperation): void {
    this.#engine.time.actor = desk;
    if ('share' in one) {
      this.#doBusiness(one);
      return;
    }
    this.#engine.recorder.add({ kind: 'operation', operatorId: one.operatorId, name: one.what });
    if (one.what === 'foreign_bursts') this.#foreignBursts(one);
    if (!(one.what in this.#acts)) {
      this.turns.carryOut(one as PlannedTurn);
      return;
    }
    const act = this.#acts[one.what as TroubleOrPerson] as (operation: PlannedOperation) => void;
    act(one);
  }

  readonly #acts: { [W in TroubleOrPerson]: (one: Of<W>) => void } = {
    reconnect: ({ operatorId, provider }) => this.#parts.people.connect(operatorId, provider),
    disconnect: ({ operatorId, provider }) => this.#parts.people.disconnect(operatorId, provider),
    switch_off: ({ operatorId, provider }) => {
      this.switchedOff.add(`${operatorId} ${provider}`);
      this.#parts.people.disconnect(operatorId, provider);
    },
    retry_issues: ({ operatorId }) => this.retryIssues(operatorId),
    retry_causes: ({ operatorId }) =>
      this.#withIssues(operatorId, (issues) => this.#retryCauses(issues)),
    accept_issues: ({ operatorId }) =>
      this.#withIssues(operatorId, (issues) => this.#accept(issues)),
    revoke_access: (one) => this.#revokeAccess(one),
    close_period: (one) => this.#closePeriod(one),
    foreign_calls: (one) => this.#foreignCalls(one),
    backfill: (one) => this.#backfill(one),
    rush: (one) => this.#rush(one),
    end_access_tokens: ({ operatorId }) => this.#endAccessTokens(operatorId),
    switch_posting: ({ operatorId, isOn }) => this.#parts.people.switchPosting(operatorId, isOn),
    look_at_preview: ({ operatorId }) => this.#parts.people.lookAtPreview(operatorId),
    outage: (one) => this.#outage(one),
    reconcile: ({ operatorId }) => this.#parts.people.reconcile(operatorId),
    night_due: (one) => this.#engine.time.follow(this.#nightDue(one)),
    walk: ({ operatorId, does }) => this.#parts.people.directBackfill(operatorId, does),
    untold_month_end: (one) => this.#untoldMonthEnd(one),
  };

  retryIssues(operatorId: string): void {
    const { people } = this.#parts;
    this.#withIssues(operatorId, (issues) => {
      for (const issue of openOf(issues)) people.retry(issue);
    });
  }

  /** What was left as it is waits again. */
  reopenIssues(operatorId: string): void {
    const { people } = this.#parts;
    this.#withIssues(operatorId, (issues) => {
      for (const issue of issues) if (isAccepted(issue)) people.leave(issue, false);
    });
  }

  #retryCauses(issues: readonly Issue[]): void {
    const byCause = Map.groupBy(issues, ({ target, cause }) => `${target} ${cause}`);
    for (const [issue] of byCause.values()) if (issue) this.#parts.people.retryCause(issue);
  }

  /** Every second one. */
  #accept(issues: readonly Issue[]): void {
    for (const [at, issue] of openOf(issues).entries())
      if (at % 2 === 0) this.#parts.people.leave(issue, true);
  }

  #withIssues(operatorId: string, act: (issues: readonly Issue[]) => void): void {
    this.#engine.time.follow(this.#parts.stores.bare.issues.list(operatorId).then(act));
  }

  #doBusiness(one: BusinessOperation): void {
    const { world } = this.#parts.vendors.stora;
    const operator = world.operators.get(one.operatorId);
    if (operator === undefined) return;
    const touched = doBusiness(one.what, { ...one, world, operator });
    for (const { recordKind, sourceId } of touched) {
      const { operatorId, what: name } = one;
      const what = { operatorId, name, recordKind, sourceId };
      this.#engine.recorder.add({ kind: 'operation', ...what });
    }
    const kind = firing[one.what];
    if (kind !== undefined && touched.length > 0) this.#engine.dice.fired(kind, one.operatorId);
    this.#parts.vendors.afterwards();
  }

  /** The watch says so, whenever it said before. */
  async #nightDue({ operatorId, agoMs, fires }: Of<'night_due'>): Promise<void> {
    const { nightWatches } = this.#parts.stores.bare;
    const all = await nightWatches.due(Number.MAX_SAFE_INTEGER - 1, allWatches);
    const own = all.find(({ watch }) => watch.operatorId === operatorId);
    if (own === undefined) return;
    await nightWatches.next(own, this.#engine.time.nowEpochMs() - agoMs);
    if (agoMs > 0) this.#engine.dice.fired('night_missed', operatorId);
    if (fires > 1) this.#engine.dice.fired('night_twice', operatorId);
    for (let fired = 0; fired < fires; fired += 1)
      this.#engine.time.follow(this.#parts.functions.startNights.invoke(undefined));
  }

  /** As before anything was connected: nothing tells of what is raised. */
  #untoldMonthEnd({ operatorId, count }: Of<'untold_month_end'>): void {
    const operator = this.#parts.vendors.stora.world.operators.get(operatorId);
    if (operator === undefined) return;
    const what = 'month_end';
    untold(operator, () => this.#doBusiness({ afterMs: 0, operatorId, what, share: 0, count }));
  }

  #revokeAccess({ operatorId, provider }: Of<'revoke_access'>): void {
    const { vendors } = this.#parts;
    this.#engine.dice.fired('access_revoked', provider);
    if (provider === 'xero') {
      const { grants } = vendors.xero.world;
      const tenantId = vendors.xero.world.book(operatorId)?.tenantId;
      const users = [...grants.connections.values()].filter((each) => each.tenantId === tenantId);
      for (const { userId } of users) grants.revokeUser(userId);
      return;
    }
    const { rows } = vendors.stora.world.oauth;
    for (const row of rows.filter((each) => each.operatorSlug === operatorId)) {
      if (!isRowRevoked(row)) revokeRow(row, this.#engine.time.nowEpochMs());
    }
  }

  #closePeriod({ operatorId, forMs }: Of<'close_period'>): void {
    const book = this.#parts.vendors.xero.world.book(operatorId);
    if (book === undefined) return;
    this.#engine.dice.fired('lock_date_moved', operatorId);
    const { periodLockDay } = book.organisation;
    book.organisation = { ...book.organisation, periodLockDay: lockedUntil };
    const restore = () => {
      book.organisation = { ...book.organisation, periodLockDay };
    };
    this.#restoreBooks.push(restore);
    this.#engine.time.after(forMs, restore);
  }

  /** Only what others' calls do to us matters: they use up the limits. */
  #foreignCalls(one: Of<'foreign_calls'>): void {
    const { time, dice } = this.#engine;
    dice.fired('foreign_traffic', one.provider);
    for (let call = 0; call < one.count; call += 1) {
      time.after(dice.random.below(one.overMs), () => {
        if (!dice.isQuiet) this.#foreignCall(one);
      });
    }
  }

  /** Twenty a minute, eight at once. */
  #foreignBursts({ minutes, ...of }: Extract<PlannedTurn, { what: 'foreign_bursts' }>): void {
    const { time, dice } = this.#engine;
    dice.fired('strangers_in_bursts', of.provider);
    const bursts = Math.ceil((minutes * 20) / 8);
    for (let burst = 0; burst < bursts; burst += 1) {
      time.after((burst * minutes * 60_000) / bursts + dice.random.below(5_000), () => {
        for (let call = 0; call < 8 && !dice.isQuiet; call += 1) this.#foreignCall(of);
      });
    }
  }

  #foreignCall({
    operatorId,
    provider,
  }: Pick<Of<'foreign_calls'>, 'operatorId' | 'provider'>): void {
    const { stora, xero } = this.#parts.vendors;
    const nowEpochMs = this.#engine.time.nowEpochMs();
    let isRefused: boolean;
    let vendorAccount = operatorId;
    if (provider === 'stora') {
      isRefused = stora.world.limiter.check(operatorId, nowEpochMs, stora.settings) !== null;
    } else {
      vendorAccount = xero.world.book(operatorId)?.tenantId ?? '';
      isRefused = !xero.world.limiter.start(vendorAccount, nowEpochMs).admitted;
      if (!isRefused) xero.world.limiter.finish(vendorAccount);
    }
    this.#engine.recorder.add(
      {
        kind: 'arrived',
        provider,
        vendorAccount,
        operatorId: undefined,
        epoch: undefined,
        lane: undefined,
        isForeign: true,
        isLate: false,
        method: 'GET',
        path: '/foreign',
        body: '',
        idempotencyKey: undefined,
        status: isRefused ? 429 : 200,
      },
      'vendor',
    );
  }

  #backfill({ operatorId, count }: Of<'backfill'>): void {
    const { backfill } = this.#parts.functions;
    const load = { operatorId, ids: this.#contactIds(operatorId), count };
    this.#engine.time.follow(backfill.invoke((deps) => readAll(deps, load)));
  }

  #rush({ operatorId, count, readers }: Of<'rush'>): void {
    const { rush } = this.#parts.functions;
    const share = Math.ceil(count / readers);
    const load = { operatorId, ids: this.#contactIds(operatorId), count: share };
    const loads = Array.from({ length: readers }, () => load);
    const read = (deps: VisitDeps) => Promise.all(loads.map((each) => readAll(deps, each)));
    this.#engine.time.follow(rush.invoke(read));
  }

  #endAccessTokens(operatorId: string): void {
    const { rows } = this.#parts.vendors.stora.world.oauth;
    for (const row of rows.filter(({ operatorSlug }) => operatorSlug === operatorId))
      Object.assign(row, { expiresInSeconds: 0 });
  }

  #contactIds(operatorId: string): string[] {
    const operator = this.#parts.vendors.stora.world.operators.get(operatorId);
    return [...(operator?.tables.contacts.keys() ?? [])];
  }

  #outage({ of, forMs }: Of<'outage'>): void {
    const untilEpochMs = this.#engine.time.nowEpochMs() + forMs;
    this.#engine.dice.fired(`${of}_outage`, of);
    if (of === 'table') this.#parts.stores.outage.untilEpochMs = untilEpochMs;
    else this.#parts.vendors.downUntilEpochMs[of] = untilEpochMs;
  }
}

/** Reads as an import does: one after the other, as fast as its lane allows. */
async function readAll(
  deps: VisitDeps,
  load: { operatorId: string; ids: readonly string[]; count: number },
): Promise<void> {
  const source = deps.sourceFor(load.operatorId);
  try {
    for (let read = 0; read < load.count; read += 1) {
      try {
        await source.getContact(load.ids[read % load.ids.length] ?? '');
      } catch {
        // Recovery: an import ends its batch, waits and goes on with the next.
        await deps.pacer.flush(load.operatorId);
        await deps.process.sleep(2_000);
      }
    }
  } finally {
    await deps.pacer.flush(load.operatorId);
  }
}
