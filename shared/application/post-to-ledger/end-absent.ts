import { parked, skipped } from '../../domain/apply/outcome.ts';
import { openClaim } from '../../domain/effects/claims.ts';
import { isUncertain } from '../../domain/effects/effects.ts';
import type { LedgerContact } from '../../ports/ledger/contacts.ts';
import type { Written } from '../../ports/writes.ts';
import { type ContactUnit, end } from '../apply-changes/stages.ts';
import type { Intent } from '../effects/effect-call.ts';
import { finishEffect } from '../effects/journal.ts';
import { lookUpEffects } from '../effects/look-up-effects.ts';
import type { LedgerBatch } from './ledger-batch.ts';

/**
 * Claims of customers whose number stands nowhere. One that may still arrive must not meet a contact
 * that was created meanwhile, under another name; one that did not arrive is over.
 */
export async function endAbsentClaims(units: ContactUnit[], batch: LedgerBatch): Promise<void> {
  const intents = units.flatMap((unit) => {
    const effect = openClaim(unit.link);
    return effect === undefined ? [] : [{ unit, effect, body: undefined }];
  });
  await endAbsent(intents, batch, ({ unit }, answer) => {
    if (!answer.ok) end(unit, parked(answer.cause, answer.detail));
  });
}

/**
 * Customers whose number stands nowhere, and whom no document needs any more: a creation that may still
 * arrive has its time, and nobody is created anew.
 */
export async function endUnneeded(units: ContactUnit[], batch: LedgerBatch): Promise<void> {
  const sent = units.filter(({ link }) => isUncertain(link.effects.create));
  const intents = sent.map((unit) => ({ unit, effect: 'create', body: undefined }));
  await endAbsent(intents, batch, () => undefined);
  for (const unit of units) end(unit, skipped('duplicate'));
}

async function endAbsent<I extends Intent>(
  intents: I[],
  batch: LedgerBatch,
  finish: (intent: I, answer: Written<LedgerContact>) => void,
): Promise<void> {
  const absent = await lookUpEffects<I, LedgerContact>(intents, batch, {
    policy: batch.policies.once,
    // Looked up by their numbers a moment ago.
    find: async () => new Map(),
    finish,
  });
  for (const { intent } of absent)
    finishEffect(intent.unit, batch, { name: intent.effect, state: 'rejected' });
}
