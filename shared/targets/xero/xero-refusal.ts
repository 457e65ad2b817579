import * as z from 'zod/mini';
import type { IssueCause } from '../../domain/issues/causes.ts';
import { causeOfMessages } from './xero-errors.ts';
import type { XeroElement } from './xero-resources.ts';
import { wordingFor } from './xero-wording.ts';

/** Why Xero refused, as far as its words tell. */
export interface XeroRefusal {
  cause: IssueCause;
  /** The fact for the cause's words: an account code, or Xero's wording where they say it best. */
  detail: string;
}

/** Deeper than any resource nests; a body that goes on is not Xero's. */
const depthMax = 8;

const messageList = z.array(z.looseObject({ Message: z.optional(z.string()) }));

/** Marks of an element that was taken; anything else in this place is a no. */
const takenStatuses: ReadonlySet<string> = new Set(['', 'OK', 'WARNING']);

/**
 * Xero's messages about a value, from every depth: they stand on the document, on its contact, on one
 * of its lines, or on the invoice inside a payment (Xero's SDKs, `ValidationErrors` of each model).
 */
export function messagesIn(value: unknown, depth = 0): string[] {
  if (depth > depthMax || typeof value !== 'object' || value === null) return [];
  const own =
    'ValidationErrors' in value ? messageList.safeParse(value.ValidationErrors) : undefined;
  const messages = own?.success ? own.data.flatMap(({ Message }) => Message ?? []) : [];
  const nested = Object.entries(value)
    .filter(([key]) => key !== 'ValidationErrors' && key !== 'Warnings')
    .flatMap(([, inner]) => messagesIn(inner, depth + 1));
  return [...new Set([...messages, ...nested])];
}

/** The refusal that an element of a good answer carries, if any; `sent`: what was sent for it. */
export function refusalOfElement(element: XeroElement, sent: unknown): XeroRefusal | undefined {
  const messages = messagesIn(element);
  const isTaken = takenStatuses.has((element.StatusAttributeString ?? '').toUpperCase());
  const isFlagged = element.HasErrors === true || element.HasValidationErrors === true;
  if (messages.length === 0 && isTaken && !isFlagged) return undefined;
  return refusalOf(messages, sent);
}

/** The refusal that the answer to a whole call tells; `sent`: all that was sent with it. */
export function refusalOfCall(messages: string[], sent: unknown): XeroRefusal {
  return refusalOf(messages, sent);
}

/** Causes that say no more than the kind: what is wrong stands in Xero's own words. */
const inXerosWords: ReadonlySet<IssueCause> = new Set([
  'ledger_rejected',
  'document_incomplete',
  'amount_mismatch',
  'request_refused',
]);

function refusalOf(messages: string[], sent: unknown): XeroRefusal {
  const { cause, fact } = causeOfMessages(messages);
  return { cause, detail: inXerosWords.has(cause) ? wordingFor(messages, sent) : fact };
}
