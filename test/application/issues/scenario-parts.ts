import type { ChangeMessage } from '../../../shared/contracts/messages.ts';
import type { StoraInvoice } from '../../../shared/source/stora/stora-resources.ts';
import { aChangeMessage } from '../../builders/a-change-message.ts';
import { aStoraContact } from '../../builders/a-stora-contact.ts';
import { aStoraCreditNote } from '../../builders/a-stora-credit-note.ts';
import { aStoraInvoice, aStoraInvoiceLine } from '../../builders/a-stora-invoice.ts';
import { storaPounds } from '../../builders/stora-money.ts';
import { booksFromBefore } from '../../support/books-from-before.ts';
import type { Pipeline, PipelineOptions } from '../../support/pipeline.ts';

/** How records come to wait by a cause, through the real use cases and both sandboxes. */
export interface Scenario extends PipelineOptions {
  run(pipeline: Pipeline): Promise<unknown>;
}

const operatorId = 'acorn';
let minute = 0;

/** What the source shows when it is asked, by id: the state that was told last. */
const shown = new Map<string, { kind: ChangeMessage['kind']; resource: unknown }>();

/** The pipeline's source knows what was told. */
export function atSource(options: PipelineOptions): PipelineOptions {
  shown.clear();
  const { intercept = (_request, answer) => answer() } = options;
  return {
    ...options,
    intercept: (request, answer) =>
      intercept(request, async () => {
        const id = new URL(request.url).pathname.split('/').at(-1) ?? '';
        const record = request.method === 'GET' ? shown.get(id) : undefined;
        return record === undefined
          ? answer()
          : Response.json({ [record.kind]: record.resource, meta: {} });
      }),
  };
}

export async function apply(pipeline: Pipeline, message: ChangeMessage, receiveCount = 1) {
  const { kind, sourceId, resource } = message;
  if (resource !== undefined) shown.set(sourceId, { kind, resource });
  await pipeline.apply([message], receiveCount);
}

/** Tells of a state of the built invoice; each is later than the one before. */
export function told(state: Partial<StoraInvoice> = {}, change: Partial<ChangeMessage> = {}) {
  minute = (minute + 1) % 60;
  return aChangeMessage({
    operatorId,
    eventId: `evt_${minute}`,
    occurredAt: `2026-11-30T10:${String(minute).padStart(2, '0')}:00.000Z`,
    resource: aStoraInvoice(state),
    ...change,
  });
}

export function note(state: Parameters<typeof aStoraCreditNote>[0] = {}): ChangeMessage {
  const of = { kind: 'credit_note', eventType: 'credit_note.created' } as const;
  return told({}, { ...of, sourceId: 'cred_0001', resource: aStoraCreditNote(state) });
}

export function customer(state: Parameters<typeof aStoraContact>[0] = {}): ChangeMessage {
  const of = { kind: 'contact', eventType: 'contact.updated', sourceId: 'con_0001' } as const;
  return told({}, { ...of, resource: aStoraContact(state) });
}

/** One invoice line in place of the built one. */
export function line(change: Parameters<typeof aStoraInvoiceLine>[0]): Partial<StoraInvoice> {
  return { line_items: [aStoraInvoiceLine(change)] };
}

export const paid = {
  status: 'paid',
  amount_paid: storaPounds(12_000),
  amount_due: storaPounds(0),
};

/** The ledger refuses what is sent to that place in words of its own. */
export function refused(
  message: string,
  pathIncludes: string,
  ...messages: ChangeMessage[]
): Scenario {
  return {
    async run(pipeline) {
      const [first, ...others] = messages;
      if (others.length > 0 && first !== undefined) await apply(pipeline, first);
      await pipeline.pressXero('refuse-next', { form: 'element', message, pathIncludes });
      for (const one of others.length > 0 ? others : messages) await apply(pipeline, one);
    },
  };
}

/** These states, one after the other, under these settings. */
export function states(
  settings: PipelineOptions['settings'],
  ...messages: ChangeMessage[]
): Scenario {
  return {
    ...(settings ? { settings } : {}),
    async run(pipeline) {
      for (const message of messages) await apply(pipeline, message);
    },
  };
}

/** A button of the ledger's sandbox, then the built invoice. */
export function pressed(
  action: string,
  input: Record<string, unknown>,
  settings?: PipelineOptions['settings'],
): Scenario {
  return {
    ...(settings ? { settings } : {}),
    async run(pipeline) {
      await pipeline.pressXero(action, input);
      await apply(pipeline, told());
    },
  };
}

/** Something of the ledger's lists is otherwise than the sandbox has it. */
export function listed(
  change: (
    catalogue: Awaited<ReturnType<ReturnType<Pipeline['ports']['ledgerFor']>['catalogue']['read']>>,
  ) => unknown,
  ...messages: ChangeMessage[]
): Scenario {
  return {
    async run(pipeline) {
      const { catalogue } = pipeline.ports.ledgerFor();
      const read = catalogue.read.bind(catalogue);
      catalogue.read = async () => {
        const found = structuredClone(await read());
        change(found);
        return found;
      };
      for (const message of messages.length > 0 ? messages : [told()])
        await apply(pipeline, message);
    },
  };
}

/** A contact stands in the ledger before ours comes. */
export function besides(contact: Record<string, unknown>): Scenario {
  return {
    async run(pipeline) {
      const ledger = pipeline.ports.ledgerFor();
      const draft = { contactNumber: 'other', name: 'Ada Byron', ...contact };
      await ledger.contacts.create([draft], booksFromBefore(pipeline).key());
      await apply(pipeline, told());
    },
  };
}

/** Both sides fail for as long as anybody tries. */
export function failing(status: number, tries: number): Scenario {
  return {
    intercept: async (request, answer) =>
      request.method === 'PUT' && request.url.includes('/Invoices')
        ? new Response('{}', { status, headers: { 'content-type': 'application/json' } })
        : answer(),
    async run(pipeline) {
      const message = told();
      for (let tried = 1; tried <= tries; tried += 1) {
        await apply(pipeline, message, tried);
        pipeline.clock.advance(3 * 3_600_000);
      }
    },
  };
}
