import type { PlantedBug } from './planted-bug.ts';
import { plantedBugs } from './planted-bugs.ts';

/** Names a file with what seeds break without any bug, so that not every hunt plays them for itself. */
export const heldFileVariable = 'SIM_HELD_FILE';

/** The bug named in SIM_BUG; undefined without one. @throws Error that names those there are. */
export function bugFromEnv(env: Record<string, string | undefined>): PlantedBug | undefined {
  const name = env.SIM_BUG;
  if (name === undefined || name === '') return undefined;
  const bug = plantedBugs.find((candidate) => candidate.name === name);
  if (bug !== undefined) return bug;
  const names = plantedBugs.map((candidate) => candidate.name).join(', ');
  throw new Error(`There is no planted bug "${name}". Those there are: ${names}.`);
}
