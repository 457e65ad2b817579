import type { ApiAnswer } from '../api/answers.ts';
import type { StoredAnswer } from './idempotency-memory.ts';

/**
 * Renders an answer. Xero writes XML to callers that do not ask for JSON by name (a fetch client sends Accept: star/star
 * by itself), so such a caller gets XML here too, with nothing useful in it.
 */
export function toStored(answer: ApiAnswer, requestHeaders: Headers): StoredAnswer {
  const { status, body } = answer;
  if (typeof body === 'string') {
    return { status, headers: { 'content-type': 'text/html; charset=utf-8' }, body };
  }
  const wantsJson = (requestHeaders.get('accept') ?? '').includes('application/json');
  return wantsJson
    ? {
        status,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify(body),
      }
    : { status, headers: { 'content-type': 'text/xml; charset=utf-8' }, body: xmlBody };
}

const xmlBody =
  '<Response><!-- Xero answers in XML unless the request says Accept: application/json --></Response>';
