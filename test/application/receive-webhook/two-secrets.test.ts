import { beforeEach, describe, expect, it } from 'vitest';
import { anOperatorId } from '../../builders/an-operator.ts';
import { endpointId, type Intake, openIntake, secret, webhookText } from './intake.ts';

let intake: Intake;
beforeEach(async () => {
  intake = await openIntake();
});

const later = 'whsec_harbour_next';
const owner = { operatorId: anOperatorId, endpointId, epoch: 3 };
const context = { ...owner, provider: 'stora', purpose: 'webhook-secret' } as const;

/** Two secrets of which one was sealed for another epoch, and so never opens here. */
async function withStranger(place: 'newest' | 'oldest'): Promise<void> {
  const good = await intake.vault.seal(secret, context);
  const strange = await intake.vault.seal(later, { ...context, epoch: 2 });
  const sealedSecrets = place === 'newest' ? [strange, good] : [good, strange];
  await intake.endpoints.put({ ...owner, sourceEndpointId: 'we_1', sealedSecrets });
}

describe('an endpoint with two secrets of which one does not open', () => {
  it.each(['newest', 'oldest'] as const)(
    'takes in what the other one signed (the %s is strange), and the partner hears of it',
    async (place) => {
      await withStranger(place);

      const receipt = await intake.receive(intake.signed(webhookText()));

      expect(receipt).toEqual({ kind: 'accepted', messages: 1 });
      expect(intake.log.counts.get('WebhookSecretNotOpened')).toBe(1);
      expect(intake.log.of('webhook.secret_not_opened')).toHaveLength(1);
    },
  );

  it('still refuses what neither has signed', async () => {
    await withStranger('newest');

    const forged = intake.signed(webhookText(), { secret: 'guessed' });

    expect(await intake.receive(forged)).toEqual({ kind: 'bad_signature' });
  });

  it('calls nothing forged while a secret that may have signed it cannot be opened now', async () => {
    await intake.addEndpoint(owner, [later, secret]);
    intake.vault.faults.failNext('open', new Error('KMS is throttled.'));

    const delivery = intake.signed(webhookText(), { secret: later });
    await expect(intake.receive(delivery)).rejects.toThrow('throttled');

    expect(intake.queue.sent).toEqual([]);
    expect(await intake.receive(delivery)).toEqual({ kind: 'accepted', messages: 1 });
  });

  it('fails where no secret opens at all', async () => {
    const strange = await intake.vault.seal(secret, { ...context, epoch: 2 });
    await intake.endpoints.put({ ...owner, sourceEndpointId: 'we_1', sealedSecrets: [strange] });

    await expect(intake.receive(intake.signed(webhookText()))).rejects.toThrow('Sealed');
  });
});
