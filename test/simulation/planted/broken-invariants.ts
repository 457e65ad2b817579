import { violationsOf } from '../run-checked.ts';
import { runSeed } from '../run-seed.ts';

/* Prints the invariants that one seed breaks, as a list in JSON. */
const violations = violationsOf(await runSeed(Number(process.argv[2])));
console.log(JSON.stringify([...new Set(violations.map(({ invariant }) => invariant))]));
