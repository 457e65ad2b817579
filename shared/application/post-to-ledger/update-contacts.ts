import type { Link } from '../../contracts/link-item.ts';
import { contactSeal } from '../../domain/apply/contact-seal.ts';
import {
  detailsOfTheirs,
  marksAfter,
  withoutTheirs,
} from '../../domain/apply/details-of-theirs.ts';
import { isNameOfTheirs, nameOfTheirs } from '../../domain/apply/name-of-theirs.ts';
import { parked } from '../../domain/apply/outcome.ts';
import { chooseUpdateName, forgetOldUpdates } from '../../domain/effects/updates.ts';
import type { ContactChange } from '../../domain/ledger/drafts.ts';
import {
  detailsOf,
  mapContact,
  mapContactChange,
  suffixedName,
} from '../../domain/mapping/map-contact.ts';
import type { LedgerContact } from '../../ports/ledger/contacts.ts';
import type { Written } from '../../ports/writes.ts';
import type { ContactUnit, Standing } from '../apply-changes/stages.ts';
import { deferForFormerUpdates } from '../effects/former-updates.ts';
import { finishEffect } from '../effects/journal.ts';
import { sendEffects } from '../effects/send-effects.ts';
import type { LedgerBatch } from './ledger-batch.ts';
import { relink, survivorsOf } from './relink-contact.ts';

/**
 * Known customers that changed. What stands there is looked at first, all in one call: somebody may have
 * given one a name of its own, or corrected how to reach them.
 */
export async function updateContacts(
  units: Array<Standing<ContactUnit>>,
  batch: LedgerBatch,
): Promise<void> {
  const asked = units.filter(({ link }) => link.sharedWith === undefined);
  if (asked.length === 0) return;
  const found = await batch.ledger.contacts.findById(asked.map(({ link }) => link.targetId));
  const there = new Map(
    found.flatMap((contact) => (contact.isArchived ? [] : [[contact.targetId, contact]])),
  );
  for (const unit of asked) await update(unit, batch, there.get(unit.link.targetId));
}

/**
 * A known contact that changed: sent as a whole, found by its id in the ledger. A former change that
 * got no answer has its time first.
 */
async function update(
  unit: Standing<ContactUnit>,
  batch: LedgerBatch,
  there: LedgerContact | undefined,
): Promise<void> {
  const { record } = unit.record;
  // What a person called it there stays, and how they reach it; all else of the customer follows the source.
  const name = nameOfTheirs(record, unit.link, there?.name);
  const theirs = detailsOfTheirs(unit.link, mapContact(record), there);
  if ((await sendUpdate(unit, batch, { name: name ?? record.name, theirs })) !== 'name_taken')
    return;
  if ((await sendUpdate(unit, batch, { name: suffixedName(record), theirs })) === 'name_taken')
    unit.outcome = parked('contact_name_taken');
}

/** The name that it is to have, and the details that are left as a person has them. */
interface Wanted {
  name: string;
  theirs: ReturnType<typeof detailsOfTheirs>;
}

type UpdateEnd = 'ended' | 'name_taken' | 'moved';

async function sendUpdate(
  unit: Standing<ContactUnit>,
  batch: LedgerBatch,
  wanted: Wanted,
): Promise<UpdateEnd> {
  const { targetId, sharedWith } = unit.link;
  // After a merge the contact shows the details of the customer that it belonged to.
  if (sharedWith !== undefined) return 'ended';
  const name = chooseUpdateName(unit.link, unit.version.fingerprint);
  deferForFormerUpdates(unit.link, name, batch.ports.clock);
  const body = changeOf(unit, wanted);
  const ends: UpdateEnd[] = [];
  const seal = contactSeal(unit.record.record);
  await sendEffects([{ unit, effect: name, body, seal }], batch, {
    policy: batch.policies.latest,
    send: (_intents, key) => batch.ledger.contacts.update([{ targetId, draft: body }], key),
    finish: async (_intent, answer) => {
      ends.push(await finishUpdate(unit, { name, targetId, answer, theirs: wanted.theirs }, batch));
    },
  });
  // Its number stays with the archived contact, so this goes to the one that is left, by its id.
  if (ends.includes('moved')) return sendUpdate(unit, batch, { ...wanted, theirs: [] });
  return ends[0] ?? 'ended';
}

function changeOf(unit: ContactUnit, { name, theirs }: Wanted): ContactChange {
  const { brought, mergedFrom } = unit.link;
  const whole = mapContactChange(unit.record.record, name, brought);
  const change = withoutTheirs(whole, theirs);
  if (mergedFrom === undefined) return change;
  const { contactNumber: _number, ...details } = change;
  return details;
}

async function finishUpdate(
  unit: ContactUnit,
  update: { name: string; targetId: string; answer: Written<LedgerContact> } & Pick<
    Wanted,
    'theirs'
  >,
  batch: LedgerBatch,
): Promise<UpdateEnd> {
  const { name, targetId, answer, theirs } = update;
  const survivor = isArchived(answer)
    ? (await survivorsOf([targetId], batch)).get(targetId)
    : undefined;
  const isDone = answer.ok && survivor === undefined;
  const known = isDone
    ? {
        targetLabel: answer.value.name,
        brought: detailsOf(unit.record.record),
        detailMarks: marksAfter(answer.value, theirs, unit.link.detailMarks),
      }
    : {};
  finishEffect(unit, batch, {
    name,
    state: isDone ? 'done' : 'rejected',
    change: (link) => {
      const updated = forgetOldUpdates({ ...link, ...known }, name);
      return answer.ok && isDone ? withNameOfTheirs(updated, unit, answer.value.name) : updated;
    },
  });
  if (survivor !== undefined) {
    await relink(unit, survivor, batch);
    return 'moved';
  }
  if (answer.ok) return 'ended';
  if (answer.cause === 'contact_name_taken') return 'name_taken';
  unit.outcome = parked(answer.cause, answer.detail);
  return 'ended';
}

function withNameOfTheirs(link: Link, unit: ContactUnit, nameThere: string): Link {
  const { nameIsTheirs: _before, ...rest } = link;
  return isNameOfTheirs(unit.record.record, nameThere) ? { ...rest, nameIsTheirs: true } : rest;
}

function isArchived(answer: Written<LedgerContact>): boolean {
  return answer.ok ? answer.value.isArchived : answer.cause === 'contact_archived';
}
