import { readFileSync } from 'node:fs';
import { text as textOf } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { differencesOf, foreignBalances, ownBalances } from './foreign-rows.ts';

/*
 * Compares what another program made of an exported journal with our own trial balance:
 *   hledger -f xero.journal balance -M --flat --no-total -O csv |
 *     node test/bench/year/foreign-balance.ts --side xero --own trial-balance.csv
 */
const { values } = parseArgs({
  options: { side: { type: 'string' }, own: { type: 'string' } },
});
if (values.side === undefined || values.own === undefined) {
  console.error('Say which side, and where our balances are: --side xero --own trial-balance.csv');
  process.exitCode = 2;
} else {
  const own = ownBalances(readFileSync(values.own, 'utf8'), values.side);
  const foreign = foreignBalances(await textOf(process.stdin));
  const differences = differencesOf(own, foreign);
  for (const line of differences) console.log(line);
  console.log(
    `${values.side}: ${own.size} balances of ours, ${foreign.size} of the program, ${differences.length} differ`,
  );
  process.exitCode = differences.length === 0 && own.size > 0 ? 0 : 1;
}
