import { beforeEach, describe, expect, it } from 'vitest';
import { anOperatorId } from '../../builders/an-operator.ts';
import { endpointId, type Intake, openIntake, otherSecret, secret, webhookText } from './intake.ts';

let intake: Intake;
let reads: number;

beforeEach(async () => {
  intake = await openIntake();
  reads = 0;
  const get = intake.endpoints.get.bind(intake.endpoints);
  intake.endpoints.get = (id) => {
    reads += 1;
    return get(id);
  };
});

const now = () => new Date(intake.clock.nowEpochMs()).toISOString();
const text = () => webhookText({ created_at: now() });
const genuine = () => intake.receive(intake.signed(text()));
const forged = () => intake.receive(intake.signed(text(), { secret: 'guessed' }));

async function flood(
  send: () => Promise<{ kind: string }>,
  times: number,
): Promise<Map<string, number>> {
  const kinds = new Map<string, number>();
  for (let at = 0; at < times; at += 1) {
    const { kind } = await send();
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  return kinds;
}

describe('a flood of forgeries for one endpoint', () => {
  it('is told to come later after twenty, and costs no reads from then on', async () => {
    expect(await flood(forged, 1_000)).toEqual(
      new Map([
        ['bad_signature', 20],
        ['limited', 980],
      ]),
    );
    expect(reads).toBe(20);
  });

  it('keeps nothing genuine of that endpoint out', async () => {
    await genuine();
    await flood(forged, 1_000);

    expect((await genuine()).kind).toBe('accepted');
  });

  it('costs other endpoints nothing', async () => {
    await flood(forged, 1_000);
    const other = {
      ...intake.signed(text(), { secret: otherSecret }),
      endpointId: 'endpoint_of_orchard',
    };

    expect((await intake.receive(other)).kind).toBe('accepted');
  });

  it('leaves room for a rotated secret, a second later', async () => {
    await genuine();
    await flood(forged, 1_000);
    await intake.addEndpoint({ operatorId: anOperatorId, endpointId, epoch: 3 }, [
      'whsec_next',
      secret,
    ]);
    const rotated = () => intake.receive(intake.signed(text(), { secret: 'whsec_next' }));

    expect(await rotated()).toEqual({ kind: 'limited', retryAfterSeconds: 1 });
    intake.clock.advance(1_000);

    expect((await rotated()).kind).toBe('accepted');
  });

  it('is refused without a read where the signature has no form or is too old', async () => {
    const unsigned = { ...intake.signed(text()), signatureHeader: 'v1=nothing' };
    const old = () => intake.signed(text(), { ageSeconds: 300_000 });

    expect(await flood(() => intake.receive(unsigned), 100)).toEqual(
      new Map([['bad_signature', 100]]),
    );
    expect(await flood(() => intake.receive(old()), 100)).toEqual(
      new Map([['bad_signature', 100]]),
    );
    expect(reads).toBe(0);
  });
});

describe('a flood of endpoints that nobody knows', () => {
  it('costs a read each and keeps nothing genuine out', async () => {
    let at = 0;
    const unknown = () => {
      at += 1;
      return intake.receive({ ...intake.signed(text()), endpointId: `endpoint_unknown_${at}` });
    };
    await genuine();
    reads = 0;

    expect(await flood(unknown, 3_000)).toEqual(new Map([['unknown_endpoint', 3_000]]));
    expect(reads).toBe(3_000);
    expect((await genuine()).kind).toBe('accepted');
  });
});

describe('a flood of genuine deliveries', () => {
  it('lets a month end of 200 invoices through, all at once', async () => {
    expect(await flood(genuine, 800)).toEqual(new Map([['accepted', 800]]));
  });

  it('is told to come later for two seconds when the queue has refused one, and nobody else is', async () => {
    intake.queue.faults.failNext('send', new Error('Throttled.'));
    await expect(genuine()).rejects.toThrow('Throttled');

    expect(await genuine()).toEqual({ kind: 'limited', retryAfterSeconds: 2 });
    const other = {
      ...intake.signed(text(), { secret: otherSecret }),
      endpointId: 'endpoint_of_orchard',
    };
    expect((await intake.receive(other)).kind).toBe('accepted');
    intake.clock.advance(2_000);

    expect((await genuine()).kind).toBe('accepted');
  });

  it('is told to come later after a thousand at once, before a send', async () => {
    expect(await flood(genuine, 1_500)).toEqual(
      new Map([
        ['accepted', 1_000],
        ['limited', 500],
      ]),
    );
    expect(intake.queue.sent).toHaveLength(1_000);
  });
});
