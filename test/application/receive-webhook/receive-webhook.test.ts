import { beforeEach, describe, expect, it } from 'vitest';
import type {
  Delivery,
  Receipt,
} from '../../../shared/application/receive-webhook/receive-webhook.ts';
import { type Intake, openIntake, otherSecret, webhookText } from './intake.ts';

const hour = 3_600;
const mebibyte = 1_048_576;

let intake: Intake;
beforeEach(async () => {
  intake = await openIntake();
});

interface Case {
  name: string;
  delivery: () => Delivery;
  receipt: Receipt['kind'];
}

function withHeader(header: string | undefined): Delivery {
  return { ...intake.signed(webhookText()), signatureHeader: header };
}

function withEndpoint(id: string): Delivery {
  return { ...intake.signed(webhookText()), endpointId: id };
}

/** The right timestamp, and the right signature where `{right}` stands. */
function withSignatures(template: string): Delivery {
  const [timestamp, right = ''] = intake.signed(webhookText()).signatureHeader.split(',');
  const digest = right.slice('v1='.length);
  return withHeader(`${timestamp},${template.replaceAll('{right}', digest)}`);
}

const wrong = '0'.repeat(64);

const genuine: Case[] = [
  { name: 'just signed', delivery: () => intake.signed(webhookText()), receipt: 'accepted' },
  {
    name: 'retried after 6 minutes with its first signature',
    delivery: () => intake.signed(webhookText(), { ageSeconds: 360 }),
    receipt: 'accepted',
  },
  {
    name: 'retried after exactly 72 hours',
    delivery: () => intake.signed(webhookText(), { ageSeconds: 72 * hour }),
    receipt: 'accepted',
  },
  {
    name: 'signed by a clock that is 300 s ahead',
    delivery: () => intake.signed(webhookText(), { ageSeconds: -300 }),
    receipt: 'accepted',
  },
  {
    name: 'signed with several secrets, one of them ours',
    delivery: () => withSignatures(`v1=${wrong},v0=${wrong},v1={right}`),
    receipt: 'accepted',
  },
  {
    name: 'signed with a scheme that we do not know yet beside ours',
    delivery: () => withSignatures(`v1={right}, v2=abc`),
    receipt: 'accepted',
  },
  {
    name: 'as large as 1 MiB',
    delivery: () => {
      const frame = webhookText({ padding: '' });
      const padding = 'x'.repeat(mebibyte - Buffer.byteLength(frame));
      return intake.signed(webhookText({ padding }));
    },
    receipt: 'accepted',
  },
  {
    name: 'named by an event id of 255 characters',
    delivery: () => intake.signed(webhookText({ id: 'e'.repeat(255) })),
    receipt: 'accepted',
  },
  {
    name: 'of a type with a name of 255 characters',
    delivery: () => intake.signed(webhookText({ type: `contact.${'u'.repeat(247)}` })),
    receipt: 'accepted',
  },
  {
    name: 'about a resource with an id of 255 characters',
    delivery: () => intake.signed(webhookText({ data: { contact: { id: 'c'.repeat(255) } } })),
    receipt: 'accepted',
  },
  {
    name: 'about something that no target takes',
    delivery: () =>
      intake.signed(webhookText({ type: 'unit.occupied', data: { unit: { id: 'u' } } })),
    receipt: 'ignored',
  },
  {
    name: 'of a type that does not exist yet',
    delivery: () => intake.signed(webhookText({ type: 'parrot.taught', data: { parrot: {} } })),
    receipt: 'ignored',
  },
  {
    name: 'of a type named like a property of every object',
    delivery: () => intake.signed(webhookText({ type: 'constructor.created' })),
    receipt: 'ignored',
  },
  {
    name: 'of a known type with another resource',
    delivery: () => intake.signed(webhookText({ type: 'invoice.paid' })),
    receipt: 'ignored',
  },
  {
    name: 'about a resource that is no object',
    delivery: () => intake.signed(webhookText({ data: { contact: 'con_0001' } })),
    receipt: 'ignored',
  },
  {
    name: 'about a resource whose id is a number',
    delivery: () => intake.signed(webhookText({ data: { contact: { id: 7 } } })),
    receipt: 'ignored',
  },
  {
    name: 'about a resource with an empty id',
    delivery: () => intake.signed(webhookText({ data: { contact: { id: '' } } })),
    receipt: 'ignored',
  },
  {
    name: 'about a resource with an id of 256 characters',
    delivery: () => intake.signed(webhookText({ data: { contact: { id: 'c'.repeat(256) } } })),
    receipt: 'ignored',
  },
];

const refused: Case[] = [
  {
    name: 'signed with a wrong secret',
    delivery: () => intake.signed(webhookText(), { secret: 'guessed' }),
    receipt: 'bad_signature',
  },
  {
    name: "signed with another operator's secret",
    delivery: () => intake.signed(webhookText(), { secret: otherSecret }),
    receipt: 'bad_signature',
  },
  {
    name: 'older than 72 hours',
    delivery: () => intake.signed(webhookText(), { ageSeconds: 72 * hour + 1 }),
    receipt: 'bad_signature',
  },
  {
    name: 'signed more than 300 s in the future',
    delivery: () => intake.signed(webhookText(), { ageSeconds: -301 }),
    receipt: 'bad_signature',
  },
  {
    name: 'signed at another time than its header says',
    delivery: () => {
      const { signatureHeader } = intake.signed(webhookText(), { ageSeconds: 60 });
      const [nowText] = intake.signed(webhookText()).signatureHeader.split(',');
      return withHeader(`${nowText},${signatureHeader.split(',')[1]}`);
    },
    receipt: 'bad_signature',
  },
  {
    name: 'without a signature header',
    delivery: () => withHeader(undefined),
    receipt: 'bad_signature',
  },
  { name: 'with an empty header', delivery: () => withHeader(''), receipt: 'bad_signature' },
  {
    name: 'with a header of no pairs',
    delivery: () => withHeader('hello'),
    receipt: 'bad_signature',
  },
  {
    name: 'without a timestamp',
    delivery: () => withHeader(intake.signed(webhookText()).signatureHeader.replace(/^t=\d+,/, '')),
    receipt: 'bad_signature',
  },
  {
    name: 'with two timestamps',
    delivery: () => withHeader(`t=1,${intake.signed(webhookText()).signatureHeader}`),
    receipt: 'bad_signature',
  },
  {
    name: 'with a timestamp that is no whole number',
    delivery: () => withHeader(`t=1e9,v1=${wrong}`),
    receipt: 'bad_signature',
  },
  {
    name: 'with an older scheme only',
    delivery: () => withSignatures('v0={right}'),
    receipt: 'bad_signature',
  },
  {
    name: 'with a signature cut short',
    delivery: () => withHeader(intake.signed(webhookText()).signatureHeader.slice(0, -2)),
    receipt: 'bad_signature',
  },
  {
    name: 'with the right signature in a header of more than 1,024 characters',
    delivery: () => withSignatures(`v1={right},pad=${'x'.repeat(1_024)}`),
    receipt: 'bad_signature',
  },
  {
    name: 'for an endpoint that does not exist',
    delivery: () => withEndpoint('endpoint_unheard_of'),
    receipt: 'unknown_endpoint',
  },
  {
    name: 'for an endpoint without an id',
    delivery: () => withEndpoint(''),
    receipt: 'unknown_endpoint',
  },
  {
    name: 'for an endpoint with the start of our key in its id',
    delivery: () => withEndpoint('ENDPOINT#endpoint_0123456789'),
    receipt: 'unknown_endpoint',
  },
  {
    name: 'for an endpoint with odd characters in its id',
    delivery: () => withEndpoint('endpoint_01234567\u0000✓'),
    receipt: 'unknown_endpoint',
  },
  {
    name: 'for an endpoint with an id of a million characters',
    delivery: () => withEndpoint('e'.repeat(1_000_000)),
    receipt: 'unknown_endpoint',
  },
  {
    name: 'one byte larger than 1 MiB, though signed',
    delivery: () => intake.signed('x'.repeat(mebibyte + 1)),
    receipt: 'too_large',
  },
  { name: 'with an empty body', delivery: () => intake.signed(''), receipt: 'unreadable' },
  { name: 'with broken JSON', delivery: () => intake.signed('{"event":'), receipt: 'unreadable' },
  {
    name: 'with one byte that is no UTF-8 in an envelope that is fine otherwise',
    delivery: () => intake.signed(Buffer.from(webhookText({ note: 'caf\u00e9' }), 'latin1')),
    receipt: 'unreadable',
  },
  { name: 'with JSON that is null', delivery: () => intake.signed('null'), receipt: 'unreadable' },
  { name: 'with JSON that is a list', delivery: () => intake.signed('[]'), receipt: 'unreadable' },
  {
    name: 'with JSON that is no envelope',
    delivery: () => intake.signed('{"contact":{"id":"con_0001"}}'),
    receipt: 'unreadable',
  },
  {
    name: 'with an event without an id',
    delivery: () => intake.signed(webhookText({ id: undefined })),
    receipt: 'unreadable',
  },
  {
    name: 'with an event id of 256 characters',
    delivery: () => intake.signed(webhookText({ id: 'e'.repeat(256) })),
    receipt: 'unreadable',
  },
  {
    name: 'with data that is no object',
    delivery: () => intake.signed(webhookText({ data: 'con_0001' })),
    receipt: 'unreadable',
  },
];

describe('a genuine delivery', () => {
  it.each(genuine)('is $receipt when it is $name', async ({ delivery, receipt }) => {
    expect((await intake.receive(delivery())).kind).toBe(receipt);

    expect(intake.queue.sent).toHaveLength(receipt === 'accepted' ? 1 : 0);
    expect(intake.log.counts).toEqual(new Map([[`Webhook_${receipt}`, 1]]));
    // Nobody has to look at what is in order.
    expect(intake.log.entries.filter(({ level }) => level !== 'info')).toEqual([]);
  });
});

describe('a delivery', () => {
  it.each(refused)('is refused as $receipt when it comes $name', async ({ delivery, receipt }) => {
    expect(await intake.receive(delivery())).toEqual({ kind: receipt });

    expect(intake.queue.sent).toEqual([]);
    expect(intake.log.of('webhook.not_queued')).toMatchObject([
      { level: 'warn', facts: { reason: receipt } },
    ]);
    expect(intake.log.counts).toEqual(new Map([[`Webhook_${receipt}`, 1]]));
  });

  it('is not looked at when its endpoint cannot be ours: the table is not asked', async () => {
    intake.endpoints.faults.failNext('get', new Error('The table was asked.'));

    const receipt = await intake.receive(withEndpoint('../../etc/passwd'));

    expect(receipt).toEqual({ kind: 'unknown_endpoint' });
  });

  it('leaves nothing of its body or its signature in the log, refused or not', async () => {
    for (const { delivery } of [...genuine, ...refused]) await intake.receive(delivery());

    const text = intake.log.text();
    expect(text).not.toMatch(/Ada|ada@example|con_0001|[0-9a-f]{64}|whsec/);
  });
});
