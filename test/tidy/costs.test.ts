import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { costDocuments, madePartOf } from '../bench/calls/cost-text.ts';
import { readCounted } from '../bench/calls/counted.ts';

describe('what documents say of cost', () => {
  it.each(costDocuments)('is what was counted and kept: $path', ({ path, write }) => {
    expect(madePartOf(readFileSync(path, 'utf8'))).toBe(write(readCounted()));
  });

  it('is caught when it is another figure', () => {
    const [document] = costDocuments;
    const counted = readCounted();
    const { burst } = counted.figures;
    const others = { ...counted.figures, burst: { ...burst, awsCalls: burst.awsCalls + 1 } };

    expect(document?.write({ ...counted, figures: others })).not.toBe(document?.write(counted));
  });
});
