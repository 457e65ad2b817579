import { describe, expect, it } from 'vitest';
import { receiveDeprovision } from '../../../shared/application/disconnect/receive-deprovision.ts';
import { leavingWorld, operatorId } from '../disconnect/leaving-world.ts';

const key = 'the key that the partner shares with us, long enough';
const formerKey = 'the key before that, which is still good for a while';
const body = JSON.stringify({ operatorId });

interface Call {
  signedBody?: string;
  signingKey?: string;
  /** How old the stamp is that the signature covers. */
  ageSeconds?: number;
  header?: (genuine: string) => string | undefined;
}

async function worldWithHook() {
  const world = await leavingWorld();
  await world.connectStora();
  await world.connectXero();
  const deps = { ...world.depsOf(), deprovisionKeys: async () => [key, formerKey] };
  const { crypto } = deps;
  const everything = async () =>
    structuredClone({
      rows: await world.connections.list(operatorId),
      operator: await world.operators.get(operatorId),
      activities: world.activities.all(),
      erased: world.erased,
      calls: world.calls.length,
    });
  const send = (call: Call) => {
    const { signedBody = body, signingKey = key, ageSeconds = 0 } = call;
    const seconds = Math.floor(world.clock.nowEpochMs() / 1_000) - ageSeconds;
    const digest = crypto.hmacSha256(signingKey, Buffer.from(`${seconds}.${signedBody}`));
    const genuine = `t=${seconds},v1=${Buffer.from(digest).toString('hex')}`;
    const signatureHeader = call.header ? call.header(genuine) : genuine;
    return receiveDeprovision(deps, { signatureHeader, body: Buffer.from(body) });
  };
  return { world, everything, send };
}

describe('a forged call to remove an operator', () => {
  it.each<[string, Call]>([
    ['has no signature', { header: () => undefined }],
    ['has an empty signature', { header: () => '' }],
    [
      'has a signature of zeros',
      { header: (text) => text.replace(/v1=.*/, `v1=${'0'.repeat(64)}`) },
    ],
    ['has half a signature', { header: (text) => text.slice(0, -32) }],
    ['has a stamp that was changed', { header: (text) => text.replace(/t=(\d+)/, 't=1$1') }],
    ['has two stamps', { header: (text) => `t=1,${text}` }],
    ['has no stamp', { header: (text) => text.replace(/t=\d+,/, '') }],
    ['is signed for another operator', { signedBody: '{"operatorId":"birch"}' }],
    ['is signed over other bytes of the same meaning', { signedBody: `${body} ` }],
    ['is signed with another key', { signingKey: 'a key of somebody else, long enough' }],
    ['is signed with no key', { signingKey: '' }],
    ['is replayed after six minutes', { ageSeconds: 360 }],
    ['is stamped six minutes ahead', { ageSeconds: -360 }],
  ])('that %s is refused, changes nothing and leaves one line', async (...[, call]) => {
    const { world, everything, send } = await worldWithHook();
    const before = await everything();

    expect(await send(call)).toEqual({ kind: 'bad_signature' });

    expect(await everything()).toEqual(before);
    expect(world.log.of('deprovision.refused')).toHaveLength(1);
    expect(world.log.counts.get('DeprovisionRefused')).toBe(1);
  });
});

describe('a genuine call', () => {
  it.each([
    ['current', key],
    ['former', formerKey],
  ])('signed with the %s key begins the removal', async (...[, signingKey]) => {
    const { world, send } = await worldWithHook();

    expect((await send({ signingKey })).kind).not.toBe('bad_signature');

    expect((await world.operators.get(operatorId))?.removal).toBeDefined();
  });

  it('replayed inside the window finds the removal begun', async () => {
    const { world, send } = await worldWithHook();
    await send({});
    const begun = await world.operators.get(operatorId);

    await send({});

    expect(await world.operators.get(operatorId)).toEqual(begun);
  });
});
