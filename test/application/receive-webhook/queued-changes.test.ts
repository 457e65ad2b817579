import { beforeEach, describe, expect, it } from 'vitest';
import { aConnection } from '../../builders/a-connection.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';
import { anOperatorId } from '../../builders/an-operator.ts';
import {
  endpointId,
  type Intake,
  openIntake,
  secret,
  signatureOf,
  signedDelivery,
  webhookText,
} from './intake.ts';

let intake: Intake;
beforeEach(async () => {
  intake = await openIntake();
});

describe('the change that is queued', () => {
  it('carries the record, where it belongs and when it happened', async () => {
    await intake.receive(intake.signed(webhookText()));

    expect(intake.queue.sent).toEqual([
      {
        dedupeId: 'evt_0001.3.1',
        message: {
          schemaVersion: 1,
          operatorId: anOperatorId,
          target: 'xero',
          kind: 'contact',
          sourceId: 'con_0001',
          epoch: 3,
          eventId: 'evt_0001',
          eventType: 'contact.updated',
          occurredAt: '2026-11-30T08:59:58Z',
          receivedAt: '2026-11-30T09:00:00.000Z',
          resource: aStoraContact(),
        },
      },
    ]);
  });

  it.each([
    ['contact.created', 'contact'],
    ['invoice.finalized', 'invoice'],
    ['invoice.marked_uncollectible', 'invoice'],
    ['credit_note.created', 'credit_note'],
  ])('of the event %s is of the kind %s', async (type, kind) => {
    await intake.receive(intake.signed(webhookText({ type, data: { [kind]: { id: 'x_1' } } })));

    expect(intake.queue.messages()).toMatchObject([{ kind, sourceId: 'x_1', eventType: type }]);
  });

  it.each([
    ['plain', 'x', 200_001],
    ['three bytes each', '界', 67_000],
  ])('leaves a record above 200 kB at the source: characters %s', async (_name, letter, times) => {
    const contact = aStoraContact({ full_name: letter.repeat(times) });

    await intake.receive(intake.signed(webhookText({ data: { contact } })));

    const [message] = intake.queue.messages();
    expect(message).toMatchObject({ sourceId: 'con_0001', eventId: 'evt_0001' });
    expect(Object.keys(message ?? {})).not.toContain('resource');
  });

  it('still carries a record just below 200 kB', async () => {
    const contact = aStoraContact({ full_name: 'x'.repeat(199_000) });

    await intake.receive(intake.signed(webhookText({ data: { contact } })));

    expect(intake.queue.messages()).toMatchObject([{ resource: contact }]);
  });
});

describe('a genuine delivery that no target can use', () => {
  const stora = { provider: 'stora' } as const;
  const cases: Array<{ name: string; arrange: () => void }> = [
    {
      name: 'the operator connected Stora anew since the endpoint was made',
      arrange: () => intake.connections.seed(aConnection({ ...stora, epoch: 4 })),
    },
    {
      name: 'Stora is disconnected',
      arrange: () =>
        intake.connections.seed(aConnection({ ...stora, epoch: 3, status: 'disconnected' })),
    },
    {
      name: 'no target was ever connected',
      arrange: () => {
        intake.connections.list = async () => [aConnection({ ...stora, epoch: 3 })];
      },
    },
    {
      name: 'the target is disconnected',
      arrange: () => intake.connections.seed(aConnection({ status: 'disconnected' })),
    },
  ];

  it.each(cases)('is answered and left when $name', async ({ arrange }) => {
    arrange();

    expect(await intake.receive(intake.signed(webhookText()))).toEqual({ kind: 'ignored' });
    expect(intake.queue.sent).toEqual([]);
  });
});

describe('an endpoint that was left on by an ended connection', () => {
  const { account } = aConnection();
  const connectedAt = '2026-11-30T08:59:00.000Z';
  const anew = { provider: 'stora', epoch: 5, connectedAt } as const;

  async function delivered(facts: { createdAt: string; accountId?: string; now?: object }) {
    const { createdAt, now, ...known } = facts;
    await intake.addEndpoint({ endpointId, operatorId: anOperatorId, epoch: 3, ...known }, [
      secret,
    ]);
    intake.connections.seed(aConnection({ ...anew, ...now }));
    return intake.receive(intake.signed(webhookText({ created_at: createdAt })));
  }

  it.each([
    ['after it', '2026-11-30T08:59:30Z'],
    ['in its second, by a clock that is a little behind', '2026-11-30T08:58:55Z'],
  ])('serves the same company, connected anew, with what happened %s', async (_, createdAt) => {
    const receipt = await delivered({ createdAt, accountId: account.id });

    expect(receipt).toEqual({ kind: 'accepted', messages: 1 });
    expect(intake.queue.messages()).toMatchObject([{ eventId: 'evt_0001', epoch: 5 }]);
  });

  it('serves it also with what happened before the permission was renewed', async () => {
    const renewed = { epoch: 6, sinceEpoch: 5, sinceAt: connectedAt };
    const now = { ...renewed, connectedAt: '2026-11-30T08:59:50.000Z' };

    const receipt = await delivered({
      createdAt: '2026-11-30T08:59:30Z',
      accountId: account.id,
      now,
    });

    expect(receipt).toEqual({ kind: 'accepted', messages: 1 });
  });

  it.each([
    ['happened while disconnected', { createdAt: '2026-11-30T08:58:30Z', accountId: account.id }],
    [
      'happened while disconnected, though the permission was renewed since',
      {
        createdAt: '2026-11-30T08:58:30Z',
        accountId: account.id,
        now: { epoch: 6, sinceEpoch: 5, sinceAt: connectedAt },
      },
    ],
    ['has no readable time', { createdAt: 'yesterday', accountId: account.id }],
    ['is of another company', { createdAt: '2026-11-30T08:59:30Z', accountId: 'other.example' }],
    ['is of a company that nobody noted', { createdAt: '2026-11-30T08:59:30Z' }],
    [
      'comes after the new connection was ended, too',
      {
        createdAt: '2026-11-30T08:59:30Z',
        accountId: account.id,
        now: { status: 'disconnecting' },
      },
    ],
  ])('brings nothing that %s', async (_, facts) => {
    expect(await delivered(facts)).toEqual({ kind: 'ignored' });
    expect(intake.queue.sent).toEqual([]);
  });
});

describe('a connection that needs a reconnect', () => {
  it.each(['stora', 'xero'] as const)('of %s loses no change meanwhile', async (provider) => {
    const epoch = provider === 'stora' ? 3 : 1;
    intake.connections.seed(aConnection({ provider, epoch, status: 'needs_reconnect' }));

    const receipt = await intake.receive(intake.signed(webhookText()));

    expect(receipt).toEqual({ kind: 'accepted', messages: 1 });
    expect(intake.queue.sent).toHaveLength(1);
  });
});

describe('while the signing secret is rotated', () => {
  beforeEach(async () => {
    const owner = { endpointId, operatorId: anOperatorId, epoch: 3 };
    await intake.addEndpoint(owner, ['whsec_new', secret]);
  });

  it.each(['whsec_new', secret])('a delivery signed with %s is accepted', async (used) => {
    const receipt = await intake.receive(intake.signed(webhookText(), { secret: used }));

    expect(receipt.kind).toBe('accepted');
  });

  it('a delivery signed with both is accepted once', async () => {
    const timestampSeconds = intake.clock.nowEpochMs() / 1_000;
    const first = signedDelivery(webhookText(), { secret: 'whsec_new', timestampSeconds });
    const second = signatureOf(first.body, { secret, timestampSeconds });

    await intake.receive({ ...first, signatureHeader: `${first.signatureHeader},v1=${second}` });

    expect(intake.queue.sent).toHaveLength(1);
  });

  it('a delivery signed with neither is refused', async () => {
    const receipt = await intake.receive(intake.signed(webhookText(), { secret: 'whsec_older' }));

    expect(receipt.kind).toBe('bad_signature');
  });
});

describe('when something of ours fails', () => {
  const failures = [
    ['the endpoints', () => intake.endpoints.faults.failNext('get', new Error('down'))],
    ['the vault', () => intake.vault.faults.failNext('open', new Error('down'))],
    ['the connections', () => intake.connections.faults.failNext('list', new Error('down'))],
    ['the queue', () => intake.queue.faults.failNext('send', new Error('down'))],
  ] as const;

  it.each(failures)(
    '%s: it throws, and the redelivery is queued as if new',
    async (_name, fail) => {
      const delivery = intake.signed(webhookText());
      fail();
      await expect(intake.receive(delivery)).rejects.toThrow('down');
      expect(intake.queue.sent).toEqual([]);
      intake.clock.advance(60_000);

      expect((await intake.receive(delivery)).kind).toBe('accepted');
      expect(intake.queue.messages()).toHaveLength(1);
    },
  );

  it('the answer of the queue is lost: the redelivery has the same dedupe id and is no second change', async () => {
    const delivery = intake.signed(webhookText());
    const send = intake.queue.send.bind(intake.queue);
    intake.queue.send = async (...sent) => {
      await send(...sent);
      throw new Error('No answer.');
    };
    await expect(intake.receive(delivery)).rejects.toThrow('No answer.');
    intake.queue.send = send;
    intake.clock.advance(60_000);

    await intake.receive(delivery);

    const dedupeIds = intake.queue.sent.map(({ dedupeId }) => dedupeId);
    expect(dedupeIds).toEqual(['evt_0001.3.1', 'evt_0001.3.1']);
    expect(intake.queue.messages()).toHaveLength(1);
  });

  it.each(['stora', 'xero'] as const)(
    '%s was connected anew: the repeat is no double of what died before',
    async (provider) => {
      const endings = { stora: { epoch: 4, sinceEpoch: 3 }, xero: { epoch: 3 } };
      await intake.receive(intake.signed(webhookText()));
      intake.connections.seed(aConnection({ provider, ...endings[provider] }));
      intake.clock.advance(60_000);

      await intake.receive(intake.signed(webhookText()));

      expect(intake.queue.messages()).toHaveLength(2);
    },
  );
});
