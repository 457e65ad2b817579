import { beforeEach, describe, expect, it } from 'vitest';
import type {
  RefusalForm,
  ScriptedRefusal,
} from '../../../infra/local/vendors/xero/core/refusal-plan.ts';
import { aContactDraft, anInvoiceDraft, XeroUnderTest } from './support/xero-under-test.ts';

let xero: XeroUnderTest;

beforeEach(async () => {
  xero = await XeroUnderTest.open(undefined);
});

const locked = 'The document date cannot be before the period lock date, currently 31 March 2026';
const unheard = 'The moon is in the wrong house.';

function refuse(form: RefusalForm, message: string, changes: Partial<ScriptedRefusal> = {}): void {
  const any = { bodyIncludes: '', pathIncludes: undefined, count: undefined };
  xero.vendors.xero.world.refusals.script({ form, message, ...any, ...changes });
}

async function createTwo() {
  const contactTargetId = await xero.contact();
  const drafts = ['GOOD', 'BAD'].map((number) => anInvoiceDraft({ contactTargetId, number }));
  return () => xero.ledger.invoices.create(drafts, xero.key());
}

describe('a refusal of one of several documents', () => {
  it.each<RefusalForm>(['element', 'contact', 'line'])(
    'is read where it stands on the %s',
    async (form) => {
      const send = await createTwo();
      refuse(form, locked, { bodyIncludes: 'BAD' });

      expect(await send()).toMatchObject([
        { ok: true, value: { number: 'GOOD' } },
        { ok: false, cause: 'locked_period' },
      ]);
    },
  );

  it('is no posting when only a flag tells of it', async () => {
    const send = await createTwo();
    refuse('flag', '', { bodyIncludes: 'BAD' });

    expect(await send()).toMatchObject([{ ok: true }, { ok: false, cause: 'ledger_rejected' }]);
  });

  it('leaves open what happened when all is marked as good but nothing has an id', async () => {
    const send = await createTwo();
    refuse('zero-id', '', { bodyIncludes: 'BAD' });

    await expect(send()).rejects.toMatchObject({
      failure: { code: 'unreadable_answer', canRetryHelp: true, effect: 'unknown' },
    });
  });
});

describe('a refusal of a whole call', () => {
  it.each<RefusalForm>(['call', 'call-contact', 'problem', 'xml', 'text'])(
    'is understood in the form %s',
    async (form) => {
      const send = await createTwo();
      refuse(form, locked);
      const refused = { ok: false, cause: 'locked_period', isWholeCall: true };

      expect(await send()).toMatchObject([refused, refused]);
    },
  );

  it.each<RefusalForm>(['call', 'call-contact', 'problem', 'xml', 'text'])(
    'is handed on word for word in the form %s where nobody knows it',
    async (form) => {
      const send = await createTwo();
      refuse(form, unheard);

      expect(await send()).toMatchObject(
        [0, 1].map(() => ({ cause: 'ledger_rejected', detail: 'The moon is in the wrong house' })),
      );
    },
  );

  it.each([
    [404, "The resource you're looking for cannot be found", 'record_gone'],
    [413, 'Request Entity Too Large', 'ledger_rejected'],
    [422, unheard, 'ledger_rejected'],
  ])('with status %i is a definite no', async (status, text, cause) => {
    const send = await createTwo();
    xero.scripted.push(() => new Response(text, { status }));

    expect(await send()).toMatchObject([{ ok: false, cause, isWholeCall: true }, { ok: false }]);
  });
});

describe('the wording that a person reads', () => {
  it('repeats nothing of the customer', async () => {
    const { name, emailAddress, phoneNumber } = aContactDraft();
    refuse('element', `No ${name}, no ${emailAddress?.toUpperCase()}, no ${phoneNumber} today.`);
    const [written] = await xero.ledger.contacts.create([aContactDraft()], xero.key());

    expect(written).toMatchObject({ cause: 'ledger_rejected', detail: 'No …, no …, no … today' });
  });

  it('names what a person has to know: the site and the account', async () => {
    const contactTargetId = await xero.contact();
    const tracking = { categoryName: 'Location', optionName: 'York' };
    refuse('element', 'York and 200 and Location quarrel.');
    const lines = anInvoiceDraft().lines.map((line) => ({ ...line, tracking }));
    const draft = anInvoiceDraft({ contactTargetId, lines });

    expect(await xero.ledger.invoices.create([draft], xero.key())).toMatchObject([
      { detail: 'York and 200 and Location quarrel' },
    ]);
  });

  it('joins several sentences and ends before it becomes a dump', async () => {
    xero.scripted.push(() =>
      Response.json(
        {
          Elements: [
            { ValidationErrors: [{ Message: 'One.' }, { Message: `Two ${'x'.repeat(400)}.` }] },
          ],
        },
        { status: 400 },
      ),
    );
    const [written] = await xero.ledger.contacts.create([aContactDraft()], xero.key());

    expect(written).toMatchObject({ detail: expect.stringMatching(/^One; Two x+…$/) });
  });
});

describe('only what is proven counts', () => {
  it('a history note that is refused is not written', async () => {
    const targetId = await xero.invoice();
    refuse('element', unheard, { pathIncludes: '/History' });

    expect(
      await xero.ledger.history.add('invoice', targetId, { text: 'T', key: xero.key() }),
    ).toMatchObject({ ok: false, cause: 'ledger_rejected' });
  });

  it('a voiding whose answer still shows the invoice approved has not happened', async () => {
    const targetId = await xero.invoice();
    const [as] = (await xero.ledger.invoices.find(['ACORN-1'])).map(({ number }) => number);
    xero.scripted.push(() =>
      Response.json({
        Invoices: [
          {
            InvoiceID: targetId,
            InvoiceNumber: as,
            Type: 'ACCREC',
            Status: 'AUTHORISED',
            CurrencyCode: 'GBP',
            Total: 120,
            TotalTax: 20,
          },
        ],
      }),
    );

    expect(await xero.ledger.invoices.void({ targetId, isDraft: false }, xero.key())).toMatchObject(
      {
        ok: false,
        cause: 'status_forbids_change',
      },
    );
  });

  it('a tracking option is made when it has an id, and not before', async () => {
    xero.scripted.push(() => Response.json({ Options: [] }));

    await expect(xero.ledger.tracking.createOption('id', 'York', xero.key())).rejects.toMatchObject(
      {
        failure: { code: 'unreadable_answer', effect: 'unknown' },
      },
    );
  });
});
