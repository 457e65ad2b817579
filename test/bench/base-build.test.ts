import { expect, it } from 'vitest';
import { buildOf } from './base-build.ts';

it('a commit that the history does not have is refused by its name', async () => {
  await expect(buildOf('no-such-commit')).rejects.toThrow(
    'no-such-commit could not be built from the history of this repository.',
  );
});
