import type { Invoice } from '../../../../infra/local/vendors/stora/core/resources.ts';
import { lookAtLedger } from '../../../../shared/application/differences/look-at-ledger.ts';
import { acceptMismatch } from '../../../../shared/application/reports/accept-mismatch.ts';
import { repairMismatches } from '../../../../shared/application/reports/repair-mismatches.ts';
import { saveSettings } from '../../../../shared/application/settings/save-settings.ts';
import type { Link, LinkKey } from '../../../../shared/contracts/link-item.ts';
import type { Mismatch, MismatchClass } from '../../../../shared/contracts/mismatch.ts';
import { mismatchKey } from '../../../../shared/domain/reconcile/accepted-mismatches.ts';
import type { Ended } from '../../../simulation/engine/function-pool.ts';
import type { VisitDeps } from '../../../simulation/world/functions.ts';
import { operatorId } from '../year-plan.ts';
import type { YearScene } from '../year-scene.ts';
import type { Listed } from './subject.ts';

const target = 'xero' as const;
const actor = 'operator' as const;
const minuteMs = 60_000;
/** A person whose page was not answered reloads it. */
const triesAtMost = 20;

/** What people press on our pages, and what happens to what we keep. */
export class Press {
  readonly #year: YearScene;
  readonly #refused = new Set<string>();
  #lookedAtEpochMs: number;
  #beforeNight: Array<() => void> = [];

  constructor(year: YearScene) {
    this.#year = year;
    this.#lookedAtEpochMs = this.nowEpochMs;
  }

  get nowEpochMs(): number {
    return this.#year.world.engine.time.nowEpochMs();
  }

  /** Done when the day is over and the night has not begun. */
  beforeNight(act: () => void): void {
    this.#beforeNight.push(act);
  }

  endDay(): void {
    for (const act of this.#beforeNight.splice(0)) act();
  }

  /** What is under way comes to its end. */
  async rest(): Promise<void> {
    await this.#year.pass(30 * minuteMs);
  }

  async repairOne(listed: Listed): Promise<void> {
    const mismatch = await this.#listedAs(listed);
    const { class: name, standing } = mismatch;
    const seen = { key: mismatchKey(mismatch), standing };
    await this.#repair(listed.month, { class: name, seen });
  }

  async repairAll(lists: readonly Listed[], name: MismatchClass): Promise<void> {
    for (const month of new Set(lists.map((one) => one.month)))
      await this.#repair(month, { class: name });
  }

  async accept(listed: Listed): Promise<void> {
    const proof = await this.#bare.monthProofs.get(operatorId, target, listed.month ?? '');
    // Of a month that is still to come: what was accepted in the other one holds for it.
    if (proof === undefined) return;
    const mismatch = await this.#listedAs(listed);
    const { standing } = mismatch;
    const acceptance = { key: mismatchKey(mismatch), standing, reason: 'As agreed.', by: 'Owner' };
    const of = { operatorId, target, month: listed.month ?? '' };
    const answer = await this.#visit((deps) => acceptMismatch(deps, of, { ...acceptance, actor }));
    expectAnswer(answer, 'accepted');
  }

  async retry({ kind, id: sourceId }: Listed): Promise<void> {
    const issue = await this.#bare.issues.get({ operatorId, target, kind, sourceId });
    if (issue === undefined) throw new Error(`There is no issue of ${sourceId}.`);
    this.#year.world.people.retry(issue);
  }

  /** The ledger does not take what bears this number. */
  refuse(number: string): void {
    this.#refused.add(number);
    this.#scriptRefusals();
  }

  refuseNoMore(number: string): void {
    this.#refused.delete(number);
    this.#scriptRefusals();
  }

  /** Where an accounting code is posted from now on. */
  async setAccount(code: string, account: string): Promise<void> {
    const { kind } = await this.#visit((deps) =>
      saveSettings(deps, {
        ...{ operatorId, target, actor },
        change: (settings) => ({
          ...settings,
          accountMap: { ...settings.accountMap, [code]: account },
        }),
      }),
    );
    // It may have been saved by a visit whose answer was lost.
    expectAnswer(kind === 'unchanged' ? 'saved' : kind, 'saved');
  }

  /** All invoices of the source with a line of this code. */
  withCode(code: string): Invoice[] {
    return [...this.#year.operator.tables.invoices.values()].filter(({ line_items: lines }) =>
      lines.some((line) => line.accounting_code === code),
    );
  }

  loseLink(listed: Listed): void {
    this.#bare.links.lose(keyOf(listed));
  }

  async postedOf(listed: Listed): Promise<Link['posted']> {
    return (await this.#bare.links.get(keyOf(listed)))?.posted;
  }

  async setPosted(listed: Listed, posted: Link['posted']): Promise<void> {
    const link = await this.#bare.links.get(keyOf(listed));
    if (link === undefined || posted === undefined) throw new Error(`${listed.id} has no link.`);
    await this.#bare.links.save({ ...link, posted });
  }

  /** The look at what was changed in the ledger, which is before each night. */
  async lookAtLedger(): Promise<void> {
    await this.#visit(async (deps) => {
      const connection = await deps.connections.get({ operatorId, provider: target });
      if (connection?.status !== 'connected') return false;
      const watch = { operatorId, target, sinceEpochMs: this.#lookedAtEpochMs };
      const looked = await lookAtLedger(deps, watch, connection);
      this.#lookedAtEpochMs = looked.sinceEpochMs;
      return looked.isDone;
    });
  }

  async #repair(
    month: string | undefined,
    wish: Pick<Parameters<typeof repairMismatches>[2], 'class' | 'seen'>,
  ): Promise<void> {
    const of = { operatorId, target, month: month ?? '' };
    const { answer } = await this.#visit((deps) => repairMismatches(deps, of, { ...wish, actor }));
    expectAnswer(answer, 'queued');
  }

  /** As the page shows it. @throws where the month does not list it. */
  async #listedAs({ class: name, kind, id, month = '' }: Listed): Promise<Mismatch> {
    const proof = await this.#bare.monthProofs.get(operatorId, target, month);
    const found = proof?.mismatches.find(
      (one) => one.class === name && one.kind === kind && (one.sourceId ?? one.targetId) === id,
    );
    if (found === undefined) throw new Error(`${month} does not list ${name} ${kind} ${id}.`);
    return found;
  }

  /** In an environment of the portal; again, where it is not answered. */
  async #visit<T>(step: (deps: VisitDeps) => Promise<T>): Promise<T> {
    const { engine, functions } = this.#year.world;
    for (let tries = 1; ; tries += 1) {
      const answers: T[] = [];
      const ended: Array<Ended<unknown>> = [];
      const answered = async (deps: VisitDeps) => {
        answers.push(await step(deps));
      };
      engine.time.follow(functions.portal.invoke(answered).then((end) => ended.push(end)));
      while (ended.length === 0) await this.#year.pass(2_000);
      const [end] = ended;
      const [answer] = answers;
      if (end?.kind === 'succeeded' && answer !== undefined) return answer;
      const why = end?.kind === 'failed' ? String(end.error) : (end?.kind ?? '');
      if (tries === triesAtMost) throw new Error(`A page is not answered: ${why}`);
      await this.#year.pass(minuteMs);
    }
  }

  #scriptRefusals(): void {
    const { refusals } = this.#year.world.vendors.xero.world;
    refusals.calm();
    for (const bodyIncludes of this.#refused)
      refusals.script({
        ...{ form: 'element', message: 'This document is not wanted here.', bodyIncludes },
        ...{ pathIncludes: undefined, count: undefined },
      });
  }

  get #bare() {
    return this.#year.world.stores.bare;
  }
}

function keyOf({ kind, id: sourceId }: Listed): LinkKey {
  return { operatorId, target, kind, sourceId };
}

function expectAnswer(answer: string, expected: string): void {
  if (answer !== expected) throw new Error(`A press is answered by ${answer}, not ${expected}.`);
}
