import { describe, expect, it } from 'vitest';
import { startPipeline } from '../../support/pipeline.ts';
import { expectSameBooks } from '../../support/same-books.ts';

/** Store operations at which a worker can die; each call of each is tried. */
const operations = [
  ['links', 'save'],
  ['links', 'get'],
  ['links', 'getMany'],
  ['issues', 'listWith'],
  ['activities', 'append'],
  ['activities', 'appendGroup'],
  ['rates', 'save'],
] as const;

describe('a worker that dies at a store operation', () => {
  it.each(operations)(
    '%s.%s leaves nothing behind that a repeat does not mend',
    async (store, operation) => {
      for (let at = 1; at <= 40; at += 1) {
        const pipeline = await startPipeline();
        await pipeline.press('month-end-run', { count: 3 });
        let calls = 0;
        const faultsOf = pipeline.stores[store].faults;
        const check = faultsOf.check.bind(faultsOf);
        faultsOf.check = (name) => {
          calls += name === operation ? 1 : 0;
          if (calls === at && name === operation) throw new Error('The process died.');
          check(name);
        };

        await pipeline.settle();

        const [source, ledger] = [await pipeline.storaState(), await pipeline.xeroState()];
        expectSameBooks(source, ledger);
        expect(await pipeline.stores.issues.list('acorn')).toEqual([]);
        if (calls < at) break;
      }
    },
  );
});
