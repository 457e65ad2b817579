import type { BackfillRun } from '../../contracts/backfill-run.ts';
import type { DocumentRow } from '../../contracts/document-item.ts';
import { isTarget, type Provider, type Target } from '../../contracts/ids.ts';
import { sourceManifest } from '../../source/registry.ts';
import { sourceName } from '../../source/source-name.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { targetIds } from '../../targets/target-ids.ts';
import { type MonthSums, monthSums } from '../documents/month-sums.ts';
import { gapsBeside } from '../intake/gaps.ts';
import { localDay } from '../mapping/local-day.ts';
import { isPosting } from '../settings/is-posting.ts';
import { type ComparedFacts, type ComparedLine, comparedLine } from './compared-words.ts';
import { earlierOf } from './earlier-words.ts';
import { type SetUpStep, setUpSteps } from './first-run.ts';
import { type Happened, happened } from './happened.ts';
import type { IssueGroup } from './issue-groups.ts';
import { paceWords, progressOfRun, progressOfToday } from './live-progress.ts';
import { clockNow, type Here, monthOf, timeAgo, zoneWords } from './local-time.ts';
import { type MonthView, monthView } from './month-view.ts';
import { type Band, bandOf, type Progress } from './overview-band.ts';
import {
  type ConnectionCard,
  type StatusFacts,
  type StatusView,
  statusView,
} from './status-view.ts';
import { moneyWords } from './sum-words.ts';

export interface OverviewFacts extends StatusFacts {
  /** Documents of the month so far, per target that has any. */
  documents: readonly DocumentRow[];
  /** How many invoices the source has raised today; asked while work is under way. */
  raisedToday?: { raised: number; sinceEpochMs: number } | undefined;
  /** Runs over earlier documents. */
  runs?: readonly BackfillRun[];
  /** How both sides compared last, per target where they did. */
  compared?: readonly ComparedFacts[];
}

/** "Is everything all right?", what a person has to do, the money, and what happened. */
export interface OverviewView {
  operatorName: string;
  zoneWords: string | undefined;
  band: Band | undefined;
  /** Until everything is set up. */
  steps: SetUpStep[];
  cards: ConnectionCard[];
  /** Connections that a person has to mend. */
  troubled: ConnectionCard[];
  causes: IssueGroup[];
  missed: StatusView['missed'];
  /** How both sides compared last. */
  compared: ComparedLine[];
  months: MonthView[];
  happened: Happened[];
  /** How many records need a person. */
  needsYou: number;
  isUnderWay: boolean;
}

const happenedAtMost = 8;

export function overviewView(facts: OverviewFacts): OverviewView {
  const here = hereOf(facts);
  const status = statusView({ ...besideRuns(facts), timeZone: here.timeZone });
  const { cards, causes } = status;
  const progress = progressIn(facts, cards);
  const troubled = cards.filter(({ state }) => state === 'attention');
  const needsYou = status.needs.records;
  const steps = stepsOf(cards, facts);
  const underWay = status.waiting.filter(({ isOfTarget }) => isOfTarget);
  const earlier = earlierOf(facts.runs ?? [], here.timeZone);
  const isWalking = earlier?.isMoving === true;
  const band = bandOf({
    ...namesOf(cards),
    troubled: troubled.filter(({ goesOn }) => !goesOn).map(({ providerName }) => providerName),
    isSourceQuiet: troubled.some(({ goesOn }) => goesOn),
    isSetUp: isSetUp(cards),
    isOff: facts.settings?.some((settings) => !isPosting(settings)) ?? false,
    underWay: [
      ...underWay.map(({ what, why }) => `${capitalised(what)} under way: ${why}.`),
      ...(isWalking ? ['Earlier documents, page by page.'] : []),
    ],
    progress,
    earlier,
    needsYou: { documents: needsYou, sum: status.needs.sums.join(', ') || undefined },
    clock: clockNow(here),
    last: lastOf(facts.documents, here),
  });
  return {
    operatorName: status.operatorName,
    zoneWords: zoneWords(here.timeZone),
    band,
    steps: steps.every(({ state }) => state === 'done') ? [] : steps,
    cards,
    troubled,
    causes,
    missed: status.missed,
    compared: (facts.compared ?? []).map((one) => comparedLine(one, here)),
    months: monthsOf(facts, here),
    happened: happened(facts.activities, facts.documents, here).slice(0, happenedAtMost),
    needsYou,
    isUnderWay: underWay.length > 0 || progress !== undefined || isWalking,
  };
}

/** What a run is bringing in needs nobody. */
function besideRuns({ sourceState, runs = [], ...facts }: OverviewFacts): StatusFacts {
  if (sourceState?.gaps === undefined) return { ...facts, sourceState };
  return { ...facts, sourceState: { ...sourceState, gaps: gapsBeside(sourceState.gaps, runs) } };
}

/** The zone of the books: that of the first target that has one. */
export function hereOf({
  settings = [],
  nowEpochMs,
}: Pick<StatusFacts, 'settings' | 'nowEpochMs'>): Here {
  const timeZone = settings.find((one) => one.timeZone !== undefined)?.timeZone;
  return { timeZone, nowEpochMs };
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function progressIn(facts: OverviewFacts, cards: readonly ConnectionCard[]): Progress | undefined {
  const { documents, raisedToday, nowEpochMs, rates, runs = [] } = facts;
  const { targetName, target } = namesOf(cards);
  const run = runs.map((one) => progressOfRun(one, nowEpochMs)).find((one) => one !== undefined);
  if (run !== undefined || raisedToday === undefined) return run;
  const rate = rates.find(({ provider }) => provider === target);
  const own = documents.filter((row) => row.target === target);
  const why = paceWords(targetName, rate);
  return progressOfToday(own, { ...raisedToday, nowEpochMs, why });
}

/** The source, and one of the targets at least. */
function isSetUp(cards: readonly ConnectionCard[]): boolean {
  const live = cards.filter(({ accountName }) => accountName !== undefined);
  return [true, false].every((is) => live.some(({ provider }) => isTarget(provider) === is));
}

/** Of several targets the first: each has figures of its own below. */
function namesOf(cards: readonly ConnectionCard[]) {
  const targets = cards.filter(({ provider }) => isTarget(provider));
  const target = targets.find(({ accountName }) => accountName !== undefined) ?? targets[0];
  return {
    target: target?.provider,
    targetName: target?.providerName ?? '',
    sourceName: sourceManifest.name,
  };
}

function stepsOf(cards: readonly ConnectionCard[], { settings = [] }: OverviewFacts): SetUpStep[] {
  const side = (provider: Provider) => {
    const card = cards.find((candidate) => candidate.provider === provider);
    const { name } = providerManifests[provider];
    return { provider, name, account: card?.accountName };
  };
  const isConnected = (target: Target) =>
    cards.some(({ provider, accountName }) => provider === target && accountName !== undefined);
  // One ledger is enough; others are connected on the page of connections.
  const target = targetIds.find(isConnected) ?? targetIds[0];
  const own = settings.find((candidate) => candidate.target === target);
  const isOn = own !== undefined && isPosting(own);
  return setUpSteps({
    source: side(sourceName),
    target: side(target),
    settingsHref: `/settings/${target}`,
    previewHref: `/preview/${target}`,
    isChecked: isOn || (own?.version ?? 0) > 0,
    isOn,
  });
}

function monthsOf({ documents, nowEpochMs }: OverviewFacts, here: Here): MonthView[] {
  const month = monthOf(nowEpochMs, here.timeZone);
  const today = localDay(new Date(nowEpochMs).toISOString(), here.timeZone ?? 'UTC');
  const sumsOf = (target: Target): MonthSums[] =>
    monthSums(
      documents.filter((row) => row.target === target),
      { month, timeZone: here.timeZone, today },
    );
  return targetIds.flatMap((target) => sumsOf(target).map((sums) => monthView(sums, target)));
}

/** The document that was brought further last, with whose it is. */
function lastOf(documents: readonly DocumentRow[], here: Here): string | undefined {
  const [last] = documents.toSorted((left, right) => (left.listedAt < right.listedAt ? 1 : -1));
  if (last === undefined) return undefined;
  const kind = last.kind === 'invoice' ? 'invoice' : 'credit note';
  const what = [kind, last.number ?? '', last.customer === undefined ? '' : `for ${last.customer}`];
  const words = what.filter((word) => word !== '').join(' ');
  return `${words}, ${moneyWords(last.totalMinor, last.currency)}, ${timeAgo(last.listedAt, here)}`;
}
