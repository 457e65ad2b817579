import { beforeEach, describe, expect, it } from 'vitest';
import { DeferredError, ProviderError } from '../../../shared/domain/errors/errors.ts';
import { hasXeroContract, openXeroContract } from './support/xero-contract.ts';
import { aContactDraft, anInvoiceDraft, XeroUnderTest } from './support/xero-under-test.ts';

const contract = hasXeroContract ? await openXeroContract() : undefined;

let xero: XeroUnderTest;

beforeEach(async () => {
  xero = await XeroUnderTest.open(contract);
});

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (error: unknown) => error,
  );
}

async function createInvoice(key = 'k'): Promise<unknown> {
  const contactTargetId = [...xero.book.contacts.keys()][0] ?? (await xero.contact());
  return xero.ledger.invoices.create([anInvoiceDraft({ contactTargetId })], { value: key });
}

describe('a cap of Xero', () => {
  it.each([
    ['the minute', { perMinute: 2 }, 60],
    ['too many at once', { concurrent: 0 }, 1],
    ['the day', { perDay: 2 }, 86_400],
  ])('on %s blocks the operator until the time told and defers', async (...[, limits, atMost]) => {
    const { limiter } = xero.vendors.xero.world;
    limiter.settings = { ...limiter.settings, ...limits };
    const error = await errorOf(
      (async () => {
        for (;;) await xero.ledger.invoices.find(['A']);
      })(),
    );

    expect(error).toMatchObject({ name: 'DeferredError', reason: 'rate_limited' });
    const [block] = xero.pacer.blocks;
    const waitMs = (block?.untilEpochMs ?? 0) - xero.clock.nowEpochMs();
    // Whole seconds; what is left of the wait is slept before the next call.
    expect(error).toMatchObject({ retryAfterSeconds: Math.max(1, Math.floor(waitMs / 1_000)) });
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(atMost * 1_000);
    expect(block).toMatchObject({ operatorId: 'acorn', provider: 'xero' });
  });
});

describe('a token that Xero rejects', () => {
  const unauthorized = () => Response.json({ Title: 'Unauthorized' }, { status: 401 });

  it('is replaced once and the call repeated with the new one', async () => {
    xero.scripted.push(unauthorized);

    expect(await xero.ledger.invoices.find(['A'])).toEqual([]);
    expect(xero.tokens.rejected).toEqual(['xero']);
    expect(xero.sent).toHaveLength(2);
  });

  it('is replaced for a write, which is not repeated: the answer may be stored under its key', async () => {
    await xero.contact();
    xero.scripted.push(unauthorized);

    expect(await errorOf(createInvoice('one-key'))).toEqual(new DeferredError('token_replaced', 2));
    expect(xero.tokens.rejected).toEqual(['xero']);
    expect(xero.sent.filter(({ path }) => path.startsWith('/Invoices'))).toHaveLength(1);
  });

  it('is put off for a moment when its successor is rejected as well, though the company stands', async () => {
    xero.scripted.push(unauthorized, unauthorized);

    expect(await errorOf(xero.ledger.invoices.find(['A']))).toEqual(
      new DeferredError('token_rejected', 30),
    );
    expect(xero.tokens.rejected).toHaveLength(1);
  });
});

describe('an organisation that the grant no longer covers', () => {
  it('is a refusal that no repeat can help', async () => {
    const { connections } = xero.vendors.xero.world.grants;
    for (const id of [...connections.keys()]) connections.delete(id);

    expect(await errorOf(xero.ledger.invoices.find(['A']))).toMatchObject({
      failure: { status: 403, canRetryHelp: false, effect: 'not_applied' },
    });
  });
});

describe('a failure of Xero', () => {
  beforeEach(async () => {
    await xero.contact();
  });

  it.each([
    ['a 500 after the work was done', '500-applied', 500, 1],
    ['a 500 before it', '500-not-applied', 500, 0],
    ['a 503 at the edge', '503-not-applied', 503, 0],
    ['a connection lost after the work was done', 'timeout-applied', undefined, 1],
    ['a connection lost before it', 'timeout-not-applied', undefined, 0],
  ] as const)('leaves open whether it happened: %s', async (...[, kind, status, documents]) => {
    xero.failNext(kind);
    const error = await errorOf(createInvoice());

    expect(error).toBeInstanceOf(ProviderError);
    expect(error).toMatchObject({ failure: { status, canRetryHelp: true, effect: 'unknown' } });
    expect(xero.book.documents.size).toBe(documents);
  });

  it('is found out by a look for the number', async () => {
    xero.failNext('timeout-applied');
    await errorOf(createInvoice());

    expect(await xero.ledger.invoices.find(['ACORN-1'])).toMatchObject([{ reference: 'inv_0001' }]);
  });

  it('is found out by a repeat with the same key within six minutes', async () => {
    xero.failNext('timeout-applied');
    await errorOf(createInvoice('k-1'));
    xero.clock.advance(5 * 60_000);

    expect(await createInvoice('k-1')).toMatchObject([{ ok: true, value: { number: 'ACORN-1' } }]);
    expect(xero.book.documents.size).toBe(1);
  });

  it('carries no word of the body, which may be personal', async () => {
    xero.scripted.push(() => Response.json({ Message: 'Ada Byron' }, { status: 500 }));
    const error = await errorOf(xero.ledger.contacts.create([aContactDraft()], { value: 'k' }));

    expect(String(error)).toBe('ProviderError: xero answered 500 (http_500).');
    expect(JSON.stringify(error)).not.toContain('Ada');
  });

  it("names the request by Xero's own id, for its support", async () => {
    const headers = { 'xero-correlation-id': 'c-1' };
    xero.scripted.push(() => new Response('', { status: 500, headers }));

    expect(String(await errorOf(xero.ledger.invoices.find(['A'])))).toContain('request c-1');
  });
});

describe('an answer of Xero that cannot be understood', () => {
  it.each([
    ['is no JSON', () => new Response('<html>', { status: 200 })],
    ['is a list', () => Response.json([])],
    ['lacks an element', () => Response.json({ Contacts: [] })],
    ['has an element of another form', () => Response.json({ Contacts: [{ ContactID: 7 }] })],
  ])('leaves open whether it happened, when it %s', async (_what, answer) => {
    xero.scripted.push(answer);

    expect(
      await errorOf(xero.ledger.contacts.create([aContactDraft()], { value: 'k' })),
    ).toMatchObject({
      failure: { code: 'unreadable_answer', canRetryHelp: true, effect: 'unknown' },
    });
  });

  it('is an error on a read as well', async () => {
    xero.scripted.push(() => Response.json({ Invoices: [{ InvoiceID: 7 }] }));

    expect(await errorOf(xero.ledger.invoices.find(['A']))).toMatchObject({
      failure: { code: 'unreadable_answer', canRetryHelp: false },
    });
  });
});

describe('a refusal of the whole call', () => {
  it('goes to every element of the batch', async () => {
    const element = { ValidationErrors: [{ Message: 'Invoice # must be unique.' }] };
    xero.scripted.push(() => Response.json({ Type: 'X', Elements: [element] }, { status: 400 }));
    const drafts = [anInvoiceDraft(), anInvoiceDraft()];

    expect(await xero.ledger.invoices.create(drafts, { value: 'k' })).toEqual([
      { ok: false, cause: 'number_taken', detail: '', isWholeCall: true },
      { ok: false, cause: 'number_taken', detail: '', isWholeCall: true },
    ]);
  });

  it("is told with Xero's own id of the call, unless that is no id", async () => {
    const refuse = (id: string) => () =>
      new Response('{}', { status: 400, headers: { 'xero-correlation-id': id } });
    const send = () => xero.ledger.invoices.create([anInvoiceDraft()], { value: 'k' });
    xero.scripted.push(refuse('c-2'), refuse('Ada Byron'));

    expect(await send()).toMatchObject([{ ok: false, requestId: 'c-2' }]);
    expect((await send())[0]).not.toHaveProperty('requestId');
  });

  it('reads the message where there are no elements', async () => {
    const body = { Message: 'Organisation is not subscribed to currency EUR' };
    xero.scripted.push(() => Response.json(body, { status: 400 }));

    expect(await xero.ledger.invoices.create([anInvoiceDraft()], { value: 'k' })).toMatchObject([
      { cause: 'currency_not_enabled' },
    ]);
  });

  it.each(['', '<html>', '[]', '{"Elements":7}'])(
    'is only a refusal with the body %j',
    async (text) => {
      xero.scripted.push(() => new Response(text, { status: 400 }));

      expect(await xero.ledger.tracking.createCategory('X', { value: 'k' })).toEqual({
        ok: false,
        cause: 'ledger_rejected',
        detail: '',
        isWholeCall: true,
      });
    },
  );

  it('of a single object is read from its element too', async () => {
    const option = { HasValidationErrors: true, ValidationErrors: [{ Message: 'Tracking full.' }] };
    xero.scripted.push(() => Response.json({ Options: [option] }));

    expect(await xero.ledger.tracking.createOption('id', 'X', { value: 'k' })).toMatchObject({
      ok: false,
    });
  });
});

describe('every request to Xero', () => {
  it('names the organisation, goes through the pacer and has a key when it writes', async () => {
    await createInvoice();
    await xero.ledger.invoices.find(['ACORN-1']);

    expect(xero.pacer.runs).toHaveLength(xero.sent.length);
    for (const { method, headers } of xero.sent) {
      expect(headers).toMatchObject({
        'xero-tenant-id': 'ac0a2a5e-0000-4000-8000-000000000001',
        accept: 'application/json',
      });
      expect(headers.authorization).toMatch(/^Bearer /);
      expect(headers['idempotency-key'] !== undefined).toBe(method !== 'GET');
    }
  });

  it('answers a repeat of a write with the first answer, not with a second document', async () => {
    const first = await createInvoice('same');
    const second = await createInvoice('same');

    expect(second).toEqual(first);
    expect(xero.book.documents.size).toBe(1);
  });

  it('refuses one key for two different writes', async () => {
    await createInvoice('same');
    const other = xero.ledger.contacts.create([aContactDraft('con_7', 'Else')], { value: 'same' });

    // What became of the first one cannot be told from here.
    expect(await errorOf(other)).toMatchObject({
      failure: { code: 'key_refused', canRetryHelp: true, effect: 'unknown' },
    });
  });
});
