import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { balancesCsv, journalText } from './journal-text.ts';
import { PlantedYear } from './plants/plant-year.ts';
import { type PlayedYear, playYear } from './play-year.ts';
import { transactionsOf, trialBalance } from './trial-balance.ts';
import type { YearScene } from './year-scene.ts';

interface Context {
  /** Invoices of the time that is played. */
  documents: number;
  days: number;
  /** Folder for journals of both sides. */
  exportTo: string | undefined;
  /** Differences are planted on both sides, webhooks that never come among them; else those get lost by chance. */
  isPlanted: boolean;
  progress(line: string): void;
}

const seed = 2026;
const toldAtMost = 50;
const daysPerMonth = 365 / 12;

/**
 * A year of a storage company with three sites, faults on: backfill, live changes and a night after each day
 * have to end in equal trial balances per site, month and account. If not, the process ends with 1, and what
 * differs is told.
 */
export async function benchYear(context: Context): Promise<unknown> {
  const { documents, days, exportTo, isPlanted, progress } = context;
  const units = Math.max(10, Math.round(documents / (days / daysPerMonth)));
  const played = await playYear({
    seed,
    units,
    days,
    hasFaults: true,
    ...(isPlanted ? plantedOver(days) : {}),
    progress: (line) => progress(`year, ${line}`),
  });
  for (const line of played.wrong.slice(0, toldAtMost)) progress(`year: NOT EQUAL: ${line}`);
  if (played.wrong.length > 0) process.exitCode = 1;
  if (exportTo !== undefined) exportBooks(played, exportTo);
  return { isEqual: played.wrong.length === 0, wrong: played.wrong.length, ...played.figures };
}

/** At least 200 in a year, and three of each class; each night has to list exactly those, and fixes are pressed. */
function plantedOver(days: number) {
  const isYear = days >= 200;
  const atLeast = { all: 200, ofEachClass: 3 };
  return {
    lostOfAll: 0,
    planting: (scene: YearScene) =>
      new PlantedYear(scene, { seed, perDay: 1, ...(isYear ? { atLeast } : {}) }),
  };
}

/** Journals of both sides for a double-entry program, and our own balances to compare with its. */
function exportBooks({ books }: PlayedYear, folder: string): void {
  mkdirSync(folder, { recursive: true });
  const sides = { stora: transactionsOf(books.stora), xero: transactionsOf(books.xero) };
  for (const [side, transactions] of Object.entries(sides))
    writeFileSync(join(folder, `${side}.journal`), journalText(transactions));
  const byDay = (one: { day: string }) => one.day.slice(0, 7);
  const balances = {
    stora: trialBalance(sides.stora, byDay),
    xero: trialBalance(sides.xero, byDay),
  };
  writeFileSync(join(folder, 'trial-balance.csv'), balancesCsv(balances));
}
