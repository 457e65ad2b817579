import { parseArgs } from 'node:util';
import { tallyCases } from './tally-cases.ts';

const { values } = parseArgs({
  options: {
    cases: { type: 'string', default: '100000' },
    from: { type: 'string', default: '1' },
  },
});
const cases = Number(values.cases);
const from = Number(values.from);
if (!Number.isSafeInteger(cases) || !Number.isSafeInteger(from) || cases < 1) {
  console.error('Say how many: npm run -s penny -- --cases 100000 --from 1');
  process.exitCode = 2;
} else {
  const startedMs = performance.now();
  const tally = tallyCases(from, cases);
  const seconds = Math.round((performance.now() - startedMs) / 100) / 10;
  console.log(JSON.stringify({ ...tally, seconds }, undefined, 2));
  process.exitCode = tally.others === 0 ? 0 : 1;
}
