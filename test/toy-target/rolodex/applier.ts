import type { Applier } from '../../application/apply-changes/applier.ts';
import {
  type ContactUnit,
  end,
  type Standing,
  standing,
  type ToBeCreated,
  toBeCreated,
} from '../../application/apply-changes/stages.ts';
import type { Batch, Unit } from '../../application/apply-changes/unit.ts';
import { deferForFormerUpdates } from '../../application/effects/former-updates.ts';
import { finishEffect } from '../../application/effects/journal.ts';
import { sendEffects } from '../../application/effects/send-effects.ts';
import type { Link } from '../../contracts/link-item.ts';
import { parked, skipped } from '../../domain/apply/outcome.ts';
import { chooseUpdateName, forgetOldUpdates } from '../../domain/effects/updates.ts';
import { standWords } from '../../domain/issues/stand-words.ts';
import type { Written } from '../../ports/writes.ts';
import type { CallFor } from '../provider-client.ts';
import { draftOf, type Entry, RolodexBook } from './rolodex-book.ts';
import type { RolodexSettings } from './settings.ts';

/** Keeps one entry for each customer. */
export function rolodexApplier(settings: RolodexSettings, callFor: CallFor): Applier {
  const bookOf = (of: { operatorId: string; accountId?: string | undefined }) =>
    new RolodexBook(settings, callFor(of.operatorId, of.accountId));
  return {
    open: async (batch) => {
      const book = bookOf(batch);
      return {
        // Nothing is kept between two batches.
        forgetReadUntil: () => undefined,
        apply: async (units) => {
          await bringAll(units, batch, book);
          return [];
        },
        payOwed: async () => skipped('duplicate'),
        standWords: ({ link }) => standWords(link),
      };
    },
    findCreated: async (link) => {
      const found = await bookOf(link).findByReference(link.sourceId);
      return found && { targetId: found.id, targetLabel: found.name };
    },
    standWords: (link) => standWords(link),
  };
}

async function bringAll(units: Unit[], batch: Batch, book: RolodexBook): Promise<void> {
  const known = standing(units, 'contact');
  const found = await createAll(toBeCreated(units, 'contact'), batch, book);
  // What was found may be from an earlier try, with the details of then.
  for (const unit of [...known, ...standing(found, 'contact')]) await update(unit, batch, book);
}

/** Returns those that stood there already. */
async function createAll(
  units: Array<ToBeCreated<ContactUnit>>,
  batch: Batch,
  book: RolodexBook,
): Promise<Unit[]> {
  const found: Unit[] = [];
  const intents = units.map((unit) => ({
    unit,
    effect: 'create',
    body: draftOf(unit.record.record),
  }));
  await sendEffects(intents, batch, {
    policy: batch.policies.once,
    find: async (uncertain) => {
      const entries = new Map<(typeof uncertain)[number], Entry>();
      for (const intent of uncertain) {
        const entry = await book.findByReference(intent.body.reference);
        if (entry !== undefined) entries.set(intent, entry);
      }
      return entries;
    },
    send: (group, key) => Promise.all(group.map(({ body }) => book.create(body, key))),
    finish: ({ unit }, answer, isFound) => {
      takeDown(unit, { name: 'create', answer }, batch);
      if (isFound) found.push(unit);
    },
  });
  return found;
}

async function update(unit: Standing<ContactUnit>, batch: Batch, book: RolodexBook): Promise<void> {
  const name = chooseUpdateName(unit.link, unit.version.fingerprint);
  deferForFormerUpdates(unit.link, name, batch.ports.clock);
  const { targetId } = unit.link;
  const body = draftOf(unit.record.record);
  await sendEffects([{ unit, effect: name, body }], batch, {
    policy: batch.policies.latest,
    send: async (_intents, key) => [await book.update(targetId, body, key)],
    finish: (_intent, answer) => takeDown(unit, { name, answer }, batch),
  });
}

function takeDown(
  unit: Unit,
  { name, answer }: { name: string; answer: Written<Entry> },
  batch: Batch,
): void {
  if (!answer.ok) {
    finishEffect(unit, batch, { name, state: 'rejected' });
    end(unit, parked(answer.cause, answer.detail));
    return;
  }
  const { id, name: targetLabel } = answer.value;
  const change = (link: Link) => forgetOldUpdates({ ...link, targetId: id, targetLabel }, name);
  finishEffect(unit, batch, { name, state: 'done', change });
}
