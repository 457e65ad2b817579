import type { Target } from '../../contracts/ids.ts';
import { type Mismatch, type MismatchClass, mismatchClass } from '../../contracts/mismatch.ts';
import type { Night } from '../../contracts/night-item.ts';
import { sourceManifest } from '../../source/registry.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { classWords } from '../reconcile/class-words.ts';
import { dayAndTime, dayOnly } from './day-and-time.ts';
import { explainHref } from './explain-href.ts';
import type { Here } from './local-time.ts';
import { nameOfMismatch } from './month-page-view.ts';
import { counted } from './month-view.ts';
import { monthWords } from './month-words.ts';
import { type NightLine, nightLine } from './nights-view.ts';

/** One run of a day. */
export interface RunView extends NightLine {
  title: string;
  /** How and by whom it was begun, how far it came, what it cost. */
  facts: Array<{ name: string; words: string }>;
  found: Array<{ title: string; count: number }>;
  /** Records that no month of it shows, each with where it is explained. */
  beside: Array<{ what: string; title: string; href: string | undefined }>;
  /** Those that are through, each with its own page. */
  provedMonths: Array<{ words: string; href: string }>;
}

export interface NightView {
  operatorName: string;
  target: Target;
  title: string;
  runs: RunView[];
  href: string;
}

/** The runs of one day, the latest first. */
export function nightView(
  facts: { operatorName: string; target: Target; day: string; nights: readonly Night[] },
  here: Here,
): NightView {
  const { operatorName, target, day, nights } = facts;
  return {
    ...{ operatorName, target },
    title: `Night of ${dayOnly(day)}`,
    runs: nights.map((night) => runView(night, here)),
    href: `/nights/${target}`,
  };
}

function runView(night: Night, here: Here): RunView {
  const { target, found, proved } = night;
  const line = nightLine(night, here);
  return {
    ...line,
    title: night.reason === 'schedule' ? 'By schedule' : 'Asked for',
    facts: factsOf(night, here),
    found: Object.entries(found)
      .filter(([, count]) => count > 0)
      .map(([name, count]) => ({ title: titleOf(name, target), count }))
      .toSorted((left, right) => right.count - left.count),
    beside: (night.mismatches ?? []).map((mismatch) => besideRow(mismatch, target)),
    provedMonths: proved.map((month) => ({
      words: monthWords(month),
      href: `/months/${target}/${month}`,
    })),
  };
}

function besideRow(mismatch: Mismatch, target: Target): RunView['beside'][number] {
  const { class: name, kind, sourceId } = mismatch;
  return {
    what: nameOfMismatch(mismatch),
    title: classWords(name, target).title,
    href: sourceId === undefined ? undefined : explainHref({ target, kind, sourceId }),
  };
}

function factsOf(night: Night, { timeZone }: Here): RunView['facts'] {
  const { startedAt, endedAt, startedBy, reason, months, proved, pages, calls, repaired } = night;
  const by = reason === 'schedule' ? '' : `, asked for ${askedWords[startedBy] ?? startedBy}`;
  const side = (name: string, part: 'source' | 'ledger') =>
    `${counted(calls[part], 'call')} for ${counted(pages[part], 'page')} at ${name}`;
  const names = [sourceManifest.name, providerManifests[night.target].name] as const;
  return [
    { name: 'Begun', words: `${dayAndTime(startedAt, timeZone)}${by}` },
    { name: 'Ended', words: endedAt === undefined ? 'not yet' : dayAndTime(endedAt, timeZone) },
    ...whyStopped(night),
    { name: 'Months compared', words: `${proved.length} of ${months.length}` },
    { name: 'Repaired by itself', words: counted(repaired, 'record') },
    { name: 'What it took', words: `${side(names[0], 'source')}, ${side(names[1], 'ledger')}` },
  ];
}

/** Who asks, as activities name them. */
const askedWords: Readonly<Record<string, string>> = {
  operator: 'on these pages',
  partner: 'by a command',
};

const stopWords: Record<NonNullable<Night['stoppedBecause']>, string> = {
  not_connected: 'A side was not connected.',
  other_company: 'Another company was connected meanwhile.',
  switched_off: 'Sending is switched off.',
  too_long: 'It took too long; the next night takes its place.',
};

function whyStopped({ stoppedBecause }: Night): RunView['facts'] {
  if (stoppedBecause === undefined) return [];
  return [{ name: 'Why it stopped', words: stopWords[stoppedBecause] }];
}

/** A class that this version does not know is told by its name. */
function titleOf(name: string, target: Target): string {
  const known: MismatchClass | undefined = mismatchClass.options.find((one) => one === name);
  return known === undefined ? name : classWords(known, target).title;
}
