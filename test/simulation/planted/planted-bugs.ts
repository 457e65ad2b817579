import { adoptionBugs } from './adoption-bugs.ts';
import { asideBugs } from './aside-bugs.ts';
import { backfillBugs } from './backfill-bugs.ts';
import { cacheBugs } from './cache-bugs.ts';
import { creditBugs } from './credit-bugs.ts';
import { deskBugs } from './desk-bugs.ts';
import { editBugs } from './edit-bugs.ts';
import { effectBugs } from './effect-bugs.ts';
import { intakeBugs } from './intake-bugs.ts';
import { knownSeeds } from './known-seeds.ts';
import { lifeBugs } from './life-bugs.ts';
import { nightBugs } from './night-bugs.ts';
import { paceBugs } from './pace-bugs.ts';
import type { PlantedBug } from './planted-bug.ts';
import { queueBugs } from './queue-bugs.ts';
import { settingsBugs } from './settings-bugs.ts';
import { switchBugs } from './switch-bugs.ts';
import { tokenBugs } from './token-bugs.ts';
import { turnBugs } from './turn-bugs.ts';

/** Every mistake that the simulation has to find, each within 1,000 seeds. */
export const plantedBugs: readonly PlantedBug[] = [
  ...intakeBugs,
  ...queueBugs,
  ...paceBugs,
  ...effectBugs,
  ...tokenBugs,
  ...turnBugs,
  ...cacheBugs,
  ...asideBugs,
  ...creditBugs,
  ...settingsBugs,
  ...switchBugs,
  ...deskBugs,
  ...editBugs,
  ...backfillBugs,
  ...lifeBugs,
  ...adoptionBugs,
  ...nightBugs,
].map((bug) => {
  const from = knownSeeds[bug.name];
  return from === undefined ? bug : { ...bug, from };
});
