import { violationsOf } from '../run-checked.ts';
import { runSeed } from '../run-seed.ts';

/* Prints which invariants each of the seeds breaks, as a map in JSON: `{"12":["I1"]}`. */
const broken: Record<string, string[]> = {};
for (const seed of process.argv.slice(2)) {
  const violations = violationsOf(await runSeed(Number(seed)));
  broken[seed] = [...new Set(violations.map(({ invariant }) => invariant))];
}
console.log(JSON.stringify(broken));
