import { beforeEach, describe, expect, it } from 'vitest';
import { DeferredError } from '../../../shared/domain/errors/errors.ts';
import { StoraUnderTest } from './support/stora-under-test.ts';

const note = { text: 'Posted.', externalId: 'x' };
let stora: StoraUnderTest;

beforeEach(() => {
  stora = new StoraUnderTest();
});

async function errorOf(work: Promise<unknown>): Promise<unknown> {
  return work.then(
    () => 'no error',
    (error: unknown) => error,
  );
}

function refusal(status: number, code: string) {
  return () =>
    Response.json(
      { error: { code, message: 'For Ada Byron.', request_id: 'req-1', details: [] } },
      { status },
    );
}

describe('an error of Stora', () => {
  it.each([
    [400, 'invalid_request', false, 'not_applied'],
    [400, 'api_error', true, 'unknown'],
    [403, 'forbidden', false, 'not_applied'],
    [404, 'invalid_endpoint', false, 'not_applied'],
    [406, 'invalid_format', false, 'not_applied'],
    [408, 'timeout', true, 'unknown'],
    [409, 'conflict', false, 'not_applied'],
    [422, 'invalid_content', false, 'not_applied'],
    [422, 'invalid_url_param', false, 'not_applied'],
    [500, 'internal_server_error', true, 'unknown'],
    [503, 'whatever', true, 'unknown'],
  ])('%i %s says whether a repeat can help and whether it happened', async (...answer) => {
    const [status, code, canRetryHelp, effect] = answer;
    stora.scripted.push(refusal(status, code));
    const patching = stora.source.patchContactMetadata('con_1', { a: '1' });

    expect(await errorOf(patching)).toMatchObject({
      name: 'ProviderError',
      failure: { provider: 'stora', status, code, canRetryHelp, effect, requestId: 'req-1' },
    });
  });

  it.each([
    ['a page of HTML', () => new Response('<html>', { status: 404 }), 'no_error_body', true],
    ['a wrong address', refusal(404, 'invalid_endpoint'), 'invalid_endpoint', false],
  ])('never says that a record is missing: %s', async (...[, answer, code, canRetryHelp]) => {
    stora.scripted.push(answer);

    expect(await errorOf(stora.source.getInvoice('inv_1'))).toMatchObject({
      failure: { status: 404, code, canRetryHelp },
    });
  });

  it('says that a record is missing by its own code only', async () => {
    stora.scripted.push(refusal(404, 'resource_not_found'));

    expect(await stora.source.getInvoice('inv_1')).toBeUndefined();
  });

  it('carries no word of the body, which may be personal', async () => {
    stora.scripted.push(refusal(422, 'invalid_content'));
    const error = await errorOf(stora.source.getContact('con_1'));

    expect(String(error)).toBe(
      'ProviderError: stora answered 422 (invalid_content, request req-1).',
    );
    expect(JSON.stringify(error)).not.toContain('Ada');
  });

  it.each([
    ['a page of HTML', '<html>'],
    ['nothing', ''],
    ['an error of another form', '{"error":"oops"}'],
  ])('is told without a code when its body is %s', async (_what, text) => {
    stora.scripted.push(() => new Response(text, { status: 502 }));

    expect(await errorOf(stora.source.getContact('con_1'))).toMatchObject({
      failure: { status: 502, code: 'no_error_body', effect: 'unknown' },
    });
  });

  it('is the missing permission of the grant, as the simulation answers it', async () => {
    stora = new StoraUnderTest({ scopes: 'public.contact:read' });

    expect(await errorOf(stora.source.getInvoice('inv_1'))).toMatchObject({
      failure: { status: 403, code: 'forbidden', canRetryHelp: false },
    });
  });
});

describe('an answer of Stora that cannot be understood', () => {
  it.each([
    ['no JSON', () => new Response('<html>')],
    ['another envelope', () => Response.json({ data: {} })],
    ['a contact without id', () => Response.json({ contact: { email: 'a@b.c' } })],
  ])('is an error: %s', async (_what, answer) => {
    stora.scripted.push(answer);

    expect(await errorOf(stora.source.getContact('con_1'))).toMatchObject({
      failure: { code: 'unreadable_answer', canRetryHelp: false, effect: 'unknown' },
    });
  });

  it('is an error in a list as well', async () => {
    const meta = { pagination: { next: null } };
    stora.scripted.push(() => Response.json({ meta, endpoints: [{ id: 7 }] }));

    expect(await errorOf(stora.source.listWebhookEndpoints())).toMatchObject({
      failure: { code: 'unreadable_answer' },
    });
  });
});

describe('a cap of Stora', () => {
  it('blocks the operator until the reset and defers', async () => {
    const error = await errorOf(
      (async () => {
        for (;;) await stora.source.getContact('con_1');
      })(),
    );
    const [block] = stora.pacer.blocks;
    const waitMs = (block?.untilEpochMs ?? 0) - stora.clock.nowEpochMs();

    expect(error).toMatchObject({ name: 'DeferredError', reason: 'rate_limited' });
    expect(error).toMatchObject({ retryAfterSeconds: Math.ceil(waitMs / 1_000) });
    expect(block).toMatchObject({ operatorId: 'acorn', provider: 'stora' });
    expect(waitMs).toBeGreaterThanOrEqual(1_000);
    expect(waitMs).toBeLessThanOrEqual(61_000);
    // Exactly the ten that a second allows went through before.
    expect(stora.sent).toHaveLength(11);
  });

  it('without headers blocks for a second, as a conflict of keys looks like one', async () => {
    stora.scripted.push(() => new Response('', { status: 429 }));
    const error = await errorOf(stora.source.createTimelineEvent(note, 'k'));

    expect(error).toMatchObject({ reason: 'rate_limited', retryAfterSeconds: 1 });
  });
});

describe('a token that Stora rejects', () => {
  it('is replaced once and the call repeated', async () => {
    const id = [...stora.operator.tables.contacts.keys()][0] ?? '';
    stora.scripted.push(() => new Response('', { status: 401 }));

    expect(await stora.source.getContact(id)).toMatchObject({ value: { record: { id } } });
    expect(stora.tokens.rejected).toEqual(['stora']);
  });

  it('is put off for a moment when its successor is rejected as well, though the account stands', async () => {
    await stora.press('revoke-access', { clientId: 'rollerdoor' });

    expect(await errorOf(stora.source.getContact('con_1'))).toEqual(
      new DeferredError('token_rejected', 30),
    );
    expect(stora.sent).toHaveLength(2);
  });
});

describe('a lost connection', () => {
  it('leaves open whether it happened, and a repeat with the same key finds out', async () => {
    const contactSourceId = [...stora.operator.tables.contacts.keys()][0] ?? '';
    const { faults } = stora.sandbox.settings;
    await stora.source.listWebhookEndpoints();
    await stora.source.createTimelineEvent({ ...note, contactSourceId }, 'k-0');
    faults.lostAnswers = 1;
    const lost = await errorOf(stora.source.createTimelineEvent({ ...note, contactSourceId }, 'k'));
    faults.lostAnswers = 0;
    await stora.source.createTimelineEvent({ ...note, contactSourceId }, 'k');

    expect(lost).toMatchObject({ failure: { status: 502, effect: 'unknown', canRetryHelp: true } });
    expect(stora.operator.tables.timelineEvents.size).toBe(2);
  });

  it('without any answer is told as such', async () => {
    stora.scripted.push(() => Promise.reject(new TypeError('fetch failed: secret-host')));
    const error = await errorOf(stora.source.getContact('con_1'));

    expect(error).toMatchObject({
      failure: { status: undefined, code: 'no_answer', effect: 'unknown', canRetryHelp: true },
    });
  });
});

describe('a list that never ends', () => {
  it('is given up after 200 pages', async () => {
    const page = () =>
      Response.json({ meta: { pagination: { next: 2 } }, endpoints: [] }, { status: 200 });
    stora.scripted.push(...Array.from({ length: 300 }, () => page));
    await errorOf(stora.source.listWebhookEndpoints());

    expect(stora.sent).toHaveLength(200);
  });
});
