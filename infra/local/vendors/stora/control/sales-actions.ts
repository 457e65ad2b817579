import { ActionError } from '../billing/action-error.ts';
import { createContact } from '../billing/booking-actions.ts';
import { changeDeal, createDeal } from '../billing/deal-actions.ts';
import { moveOut } from '../billing/move-out.ts';
import type { ControlAction } from './control-action.ts';
import { requireText } from './control-input.ts';

/** The sales side of the control page: enquiries, their stages, and leaving. */
export const salesActions: Readonly<Record<string, ControlAction>> = {
  'new-deal': (world, operator, input) => {
    const contactId = input.get('contactId');
    const { id } =
      contactId === undefined
        ? createContact(world, operator, {
            email: requireText(input, 'email'),
            full_name: requireText(input, 'full_name'),
            type: 'domestic',
          })
        : { id: contactId };
    const contact = operator.tables.contacts.get(id);
    if (contact === undefined) throw new ActionError(`no contact ${id}; give the id of one`);
    const siteId = input.get('siteId');
    const deal = createDeal(world, operator, {
      name: `Enquiry of ${contact.full_name ?? contact.email}`,
      contact: { id },
      site: siteId === undefined ? null : { id: siteId },
      value_estimate: input.get('value') ?? null,
    });
    return { message: `${deal.name} opened`, data: { deal } };
  },
  'move-deal': (world, operator, input) => {
    const stageId = requireText(input, 'stageId');
    const stage = operator.tables.dealStages.get(stageId);
    if (stage === undefined) throw new ActionError(`no stage ${stageId}; give the id of one`);
    const id = requireText(input, 'dealId');
    const change = { stage: { id: stageId } };
    const deal = changeDeal(world, operator, { id, change, type: 'deal.updated' });
    return { message: `${deal.name} is at ${stage.name}`, data: { deal } };
  },
  'win-deal': (world, operator, input) => {
    const id = requireText(input, 'dealId');
    const deal = changeDeal(world, operator, { id, change: { status: 'won' }, type: 'deal.won' });
    return { message: `${deal.name} is won`, data: { deal } };
  },
  'lose-deal': (world, operator, input) => {
    const lost_reason = input.get('reason') ?? 'price_concerns';
    const change = { status: 'lost', lost_reason } as const;
    const id = requireText(input, 'dealId');
    const deal = changeDeal(world, operator, { id, change, type: 'deal.lost' });
    return { message: `${deal.name} is lost`, data: { deal } };
  },
  'move-out': (world, operator, input) => {
    const tenancy = moveOut(world, operator, requireText(input, 'tenancyId'));
    return { message: `Tenancy ${tenancy.id} ended`, data: { tenancy } };
  },
};
