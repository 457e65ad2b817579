import { beforeEach, describe, expect, it } from 'vitest';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import { endpointId, type Intake, openIntake, otherSecret, secret, webhookText } from './intake.ts';

let intake: Intake;
let reads: { endpoint: number; connections: number };

beforeEach(async () => {
  intake = await openIntake();
  reads = { endpoint: 0, connections: 0 };
  const { endpoints, connections } = intake;
  const get = endpoints.get.bind(endpoints);
  const list = connections.list.bind(connections);
  endpoints.get = (id) => {
    reads.endpoint += 1;
    return get(id);
  };
  connections.list = (operatorId) => {
    reads.connections += 1;
    return list(operatorId);
  };
});

const stora = { operatorId: anOperatorId, provider: 'stora' } as const;
const owner = { operatorId: anOperatorId, endpointId, epoch: 3 };
let count = 0;

/** An event that happens now, unless told otherwise. */
function event(facts: { id?: string; ageMs?: number; data?: object } = {}): string {
  const { ageMs = 0, ...given } = facts;
  count += 1;
  const created_at = new Date(intake.clock.nowEpochMs() - ageMs).toISOString();
  return webhookText({ id: `evt_${count}`, created_at, ...given });
}

const deliver = (facts?: Parameters<typeof event>[0]) =>
  intake.receive(intake.signed(event(facts)));
const dedupeIds = () => intake.queue.sent.map(({ dedupeId }) => dedupeId);

describe('a burst of one operator', () => {
  it('reads its rows once in two seconds', async () => {
    for (let at = 0; at < 100; at += 1) {
      await deliver();
      intake.clock.advance(10);
    }

    expect(intake.queue.sent).toHaveLength(100);
    expect(reads).toEqual({ endpoint: 1, connections: 1 });
  });

  it('reads the connections anew after two seconds, and the endpoint after five minutes', async () => {
    await deliver();
    intake.clock.advance(2_000);
    await deliver();
    expect(reads).toEqual({ endpoint: 1, connections: 2 });

    intake.clock.advance(298_000);
    await deliver();
    expect(reads).toEqual({ endpoint: 2, connections: 3 });
  });

  it('has a place of its own: other operators are read for themselves', async () => {
    await deliver();
    const other = {
      ...intake.signed(event(), { secret: otherSecret }),
      endpointId: 'endpoint_of_orchard',
    };

    expect((await intake.receive(other)).kind).toBe('accepted');
    expect(intake.queue.messages().map(({ operatorId }) => operatorId)).toEqual([
      anOperatorId,
      'orchard',
    ]);
  });
});

describe('what is remembered of an endpoint', () => {
  it('refuses nothing: a secret that was rotated a moment ago is read', async () => {
    await deliver();
    await intake.addEndpoint(owner, ['whsec_next', secret]);

    const receipt = await intake.receive(intake.signed(event(), { secret: 'whsec_next' }));

    expect(receipt).toEqual({ kind: 'accepted', messages: 1 });
  });

  it('is forgotten with the endpoint, as soon as something does not fit it', async () => {
    await deliver();
    await intake.endpoints.remove(endpointId);

    const forged = await intake.receive(intake.signed(event(), { secret: 'guessed' }));
    const signed = await deliver();

    expect([forged.kind, signed.kind]).toEqual(['unknown_endpoint', 'unknown_endpoint']);
  });

  it('is never that there is none', async () => {
    const later = { ...intake.signed(event()), endpointId: 'endpoint_made_later' };
    expect((await intake.receive(later)).kind).toBe('unknown_endpoint');

    await intake.addEndpoint({ ...owner, endpointId: 'endpoint_made_later' }, [secret]);

    expect((await intake.receive(later)).kind).toBe('accepted');
  });

  it('is not that its secrets could not be opened: the next delivery asks again', async () => {
    intake.vault.faults.failNext('open', new Error('KMS is throttled.'));
    await expect(deliver()).rejects.toThrow('throttled');

    expect((await deliver()).kind).toBe('accepted');
  });
});

describe('what is remembered of connections', () => {
  it('leaves no target out that was connected a moment ago', async () => {
    intake.connections.seed(aConnection({ status: 'disconnected', epoch: 2 }));
    expect((await deliver()).kind).toBe('ignored');

    intake.connections.seed(aConnection({ epoch: 3 }));

    expect((await deliver()).kind).toBe('accepted');
    expect(dedupeIds()).toEqual([expect.stringMatching(/\.3\.3$/)]);
  });

  it('leaves nothing out because of a source that was connected a moment ago', async () => {
    intake.connections.seed(aConnection({ ...stora, status: 'disconnected', epoch: 4 }));
    expect((await deliver()).kind).toBe('ignored');

    intake.connections.seed(aConnection({ ...stora, epoch: 5, sinceEpoch: 3 }));

    expect((await deliver()).kind).toBe('accepted');
    expect(intake.queue.messages()).toMatchObject([{ epoch: 5 }]);
  });

  it('sends under an epoch that still counts when the same company was reconnected meanwhile', async () => {
    await deliver();
    intake.connections.seed(aConnection({ ...stora, epoch: 4, sinceEpoch: 3 }));

    await deliver();

    // The worker takes it: 3 is not before the oldest epoch that counts.
    expect(intake.queue.messages().map(({ epoch }) => epoch)).toEqual([3, 3]);
  });

  it('leaves a disconnect of a moment ago to the worker, which drops what is of an ended epoch', async () => {
    await deliver();
    intake.connections.seed(aConnection({ ...stora, status: 'disconnecting', epoch: 4 }));

    expect((await deliver()).kind).toBe('accepted');
    intake.clock.advance(2_000);

    expect((await deliver()).kind).toBe('ignored');
    expect(intake.queue.messages().map(({ epoch }) => epoch)).toEqual([3, 3]);
  });

  it('serves nothing that comes in at the endpoint of another company', async () => {
    await deliver();
    await intake.addEndpoint(
      { ...owner, endpointId: 'endpoint_of_the_next', epoch: 5, accountId: 'other' },
      [secret],
    );
    intake.connections.seed(aConnection({ ...stora, epoch: 5 }));

    const receipt = await intake.receive({
      ...intake.signed(event()),
      endpointId: 'endpoint_of_the_next',
    });

    expect(receipt.kind).toBe('accepted');
    expect(intake.queue.messages().map(({ epoch }) => epoch)).toEqual([3, 5]);
  });

  it('gives no repeat the epochs under which its first message died', async () => {
    const id = 'evt_repeated';
    await deliver({ id });
    intake.clock.advance(59_000);
    await deliver();
    // The target is left and connected again while its rows are remembered.
    intake.connections.seed(aConnection({ epoch: 3 }));
    intake.clock.advance(1_000);

    await deliver({ id, ageMs: 60_000 });

    const [first, , repeat] = dedupeIds();
    expect([first, repeat]).toEqual([`${id}.3.1`, `${id}.3.3`]);
  });
});
