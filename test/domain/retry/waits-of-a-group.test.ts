import { expect, it } from 'vitest';
import { noteWaits, waitsOf } from '../../../shared/domain/retry/tries.ts';

const at = '2026-11-30T09:00:00.000Z';
const seconds = 20;

it('forget the failures of all that waits behind one that waits for a reconnect', () => {
  const failed = noteWaits(
    {},
    [
      { key: 'first', wait: 'failure', seconds },
      { key: 'behind', wait: 'failure', seconds },
    ],
    at,
  );
  const resting = noteWaits(failed, [{ key: 'first', wait: 'reconnect', seconds }], at);

  expect(waitsOf(failed, 'behind').failingSinceEpochMs).toBe(Date.parse(at));
  expect(waitsOf(resting, 'behind')).toEqual({
    failures: 0,
    failingSinceEpochMs: undefined,
    rests: 0,
  });
  expect(waitsOf(resting, 'first').rests).toBe(1);
});

it('keep the failures of the others while one only waits for its turn', () => {
  const failed = noteWaits({}, [{ key: 'behind', wait: 'failure', seconds }], at);
  const after = noteWaits(failed, [{ key: 'first', wait: undefined, seconds }], at);

  expect(waitsOf(after, 'behind').failures).toBe(1);
});
