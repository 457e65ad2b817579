import { describe, expect, it } from 'vitest';
import type { RefusalForm } from '../../../infra/local/vendors/xero/core/refusal-plan.ts';
import { DeferredError, ProviderError } from '../../../shared/domain/errors/errors.ts';
import { causeOfMessages, isPassing } from '../../../shared/targets/xero/xero-errors.ts';
import type { RealWording } from './real-wording.ts';
import { callWordings } from './real-wordings-calls.ts';
import { recordWordings } from './real-wordings-records.ts';
import { anInvoiceDraft, XeroUnderTest } from './support/xero-under-test.ts';

const all = [...recordWordings, ...callWordings];
/** One of each text; what comes with a status of its own is no refusal in other forms. */
const refusals = [
  ...new Map(
    all.filter(({ status }) => status === undefined).map((row) => [row.wording, row]),
  ).values(),
];

/** What a call with this wording led to, in the words of the list. */
async function outcomeOf(row: Omit<RealWording, 'source'>, form: RefusalForm | undefined) {
  const xero = await XeroUnderTest.open(undefined);
  const draft = anInvoiceDraft({ contactTargetId: await xero.contact() });
  const { wording: message, status } = row;
  if (form === undefined) xero.scripted.push(() => answerOf(row, status ?? 400));
  else
    xero.vendors.xero.world.refusals.script({
      form,
      message,
      bodyIncludes: '',
      pathIncludes: undefined,
      count: undefined,
    });
  try {
    const [written] = await xero.ledger.invoices.create([draft], xero.key());
    return written?.ok === false ? written : { cause: 'posted', detail: '' };
  } catch (error) {
    return { cause: outcomeOfError(error), detail: '' };
  }
}

function outcomeOfError(error: unknown): RealWording['outcome'] {
  if (error instanceof DeferredError) return 'tried_again';
  if (!(error instanceof ProviderError)) throw error;
  if (error.failure.status === 403) return 'not_allowed';
  if (error.failure.canRetryHelp) return 'tried_again';
  throw error;
}

function answerOf({ form, wording }: Omit<RealWording, 'source'>, status: number): Response {
  if (form === 'problem')
    return Response.json({ Type: null, Title: 'T', Status: status, Detail: wording }, { status });
  const xml = `<ApiException><Message>${wording}</Message></ApiException>`;
  return new Response(form === 'xml' ? xml : wording, { status });
}

const sandboxForms: Partial<Record<NonNullable<RealWording['form']>, RefusalForm>> = {
  element: 'element',
  call: 'call',
  text: 'text',
  xml: 'xml',
};

/** As the thread tells it; where it does not, on the element. */
function formOf({ form = 'element', status }: RealWording): RefusalForm | undefined {
  return status === undefined ? sandboxForms[form] : undefined;
}

describe('what Xero really answered people', () => {
  it('is at least sixty wordings, each with its public source', () => {
    expect(new Set(all.map(({ wording }) => wording)).size).toBeGreaterThanOrEqual(60);
    for (const { source } of all) expect(source).toMatch(/^[\w.-]+\/[\w.-]+#\d+$/);
  });

  it.each(all)('leads to $outcome: $wording ($source)', async (row) => {
    expect((await outcomeOf(row, formOf(row))).cause).toBe(row.outcome);
  });

  it.each<RefusalForm>([
    'element',
    'contact',
    'line',
    'call',
    'call-contact',
    'problem',
    'xml',
    'text',
  ])('means the same in the form %s', async (form) => {
    for (const row of refusals)
      expect((await outcomeOf(row, form)).cause, row.wording).toBe(row.outcome);
  });

  it('is unknown to us in five cases at most, which a person reads word for word', async () => {
    const unknown = refusals.filter(({ outcome }) => outcome === 'ledger_rejected');

    expect(unknown.length).toBeLessThanOrEqual(5);
    for (const row of unknown)
      expect(await outcomeOf(row, 'element')).toMatchObject({
        detail: row.wording.replace(/\.$/, ''),
      });
  });

  it('is still a refusal where a fault of its own is told beside it', () => {
    const messages = [
      "There is no ACTIVE tracking category with the name 'Location'",
      'An error occurred in Xero.',
    ];

    expect(isPassing(messages)).toBe(false);
    expect(causeOfMessages(messages)).toEqual({
      cause: 'tracking_category_archived',
      fact: 'Location',
    });
  });
});
