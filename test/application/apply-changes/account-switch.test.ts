import { describe, expect, it } from 'vitest';
import { XeroLedger } from '../../../shared/targets/xero/xero-ledger.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { FixedAccessTokens } from '../../fakes/fixed-access-tokens.ts';
import { type Pipeline, startPipeline } from '../../support/pipeline.ts';
import { operatorId, xeroSettings, xeroUrl } from '../../support/vendors-in-process.ts';

const harbour = { id: 'ba4b0a4e-0000-4000-8000-000000000002', name: 'Harbour Storage Ltd' };

/** A token for the other organisation, as a second consent gives it. */
async function tokenForHarbour(pipeline: Pipeline): Promise<string> {
  const redirectUri = 'https://rollerdoor.test/callback';
  const query = new URLSearchParams({
    response_type: 'code',
    client_id: 'rollerdoor',
    redirect_uri: redirectUri,
    scope: xeroSettings().scopes,
    state: 's',
  });
  const choice = { organisations: ['harbour'] };
  const back = pipeline.xero.approve(`${xeroUrl}/identity/connect/authorize?${query}`, choice);
  const body = new URLSearchParams({
    grant_type: 'authorization_code',
    code: new URL(back).searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
    client_id: 'rollerdoor',
    client_secret: 'secret',
  });
  const answer = await pipeline.xero.fetch(
    new Request(`${xeroUrl}/connect/token`, { method: 'POST', body }),
  );
  return (await answer.json()).access_token;
}

/** The operator confirmed another Xero organisation; workers hand out its token from now on. */
async function switchToHarbour(pipeline: Pipeline) {
  const { ports, stores, clock } = pipeline;
  stores.connections.seed(aConnection({ operatorId, epoch: 2, account: harbour }));
  const token = {
    value: await tokenForHarbour(pipeline),
    accountId: harbour.id,
    accountName: harbour.name,
    epoch: 2,
    tokenVersion: 2,
  };
  const tokens = new FixedAccessTokens({ stora: token, xero: token });
  const ledgerIn = (accountId: string | undefined) =>
    new XeroLedger(xeroSettings(), {
      provider: 'xero',
      operatorId,
      ...(accountId === undefined ? {} : { accountId }),
      lane: 'live',
      tokens,
      pacer: ports.pacer,
      clock,
      fetch: (input, init) => pipeline.xero.fetch(new Request(input, init)),
    });
  Object.assign(ports, { ledgerFor: (_id: string, accountId?: string) => ledgerIn(accountId) });
  return ledgerIn;
}

async function booksOf(pipeline: Pipeline, slug: string) {
  const answer = await pipeline.xero.fetch(new Request(`${xeroUrl}/control/api/${slug}/state`));
  return answer.json();
}

async function switched() {
  const pipeline = await startPipeline();
  await pipeline.press('month-end-run', { count: 1 });
  await pipeline.settle();
  const [invoice] = (await pipeline.storaState()).invoices;
  const before = await booksOf(pipeline, 'acorn');
  const ledgerIn = await switchToHarbour(pipeline);
  return { pipeline, invoice, before, ledgerIn };
}

describe('after a confirmed switch to another organisation', () => {
  it('leaves what was posted before alone, in both organisations', async () => {
    const { pipeline, invoice, before } = await switched();
    await pipeline.press('pay', { invoiceId: invoice.id });

    await pipeline.settle();

    const [acorn, other] = [await booksOf(pipeline, 'acorn'), await booksOf(pipeline, 'harbour')];
    expect(acorn.invoices).toEqual(before.invoices);
    expect(acorn.payments).toEqual([]);
    expect(other.invoices).toEqual([]);
    expect(other.payments).toEqual([]);
  });

  it('posts new documents, and their customers, to the new one only', async () => {
    const { pipeline, before } = await switched();
    await pipeline.press('month-end-run', { count: 1 });

    await pipeline.settle();

    const [acorn, other] = [await booksOf(pipeline, 'acorn'), await booksOf(pipeline, 'harbour')];
    expect(acorn.invoices).toEqual(before.invoices);
    expect(acorn.contacts).toEqual(before.contacts);
    expect(other.invoices).toHaveLength(1);
    const known = [...acorn.invoices, ...other.invoices].map(({ contactId }) => contactId);
    const moved = pipeline.stores.links
      .all()
      .filter(({ kind, accountId }) => kind === 'contact' && accountId === harbour.id);
    expect(moved.map(({ targetId }) => targetId)).toContain(other.invoices[0].contactId);
    expect(moved.map(({ targetId }) => targetId)).not.toContain(known[0]);
  });

  it('starts with settings of the new organisation, from the day of the switch', async () => {
    const { pipeline } = await switched();
    await pipeline.press('month-end-run', { count: 1 });

    await pipeline.settle();

    expect(await settingsOf(pipeline)).toMatchObject({
      accountId: harbour.id,
      startDate: pipeline.clock.nowIso().slice(0, 10),
    });
  });

  it('sends nothing that was prepared for the one before', async () => {
    const { ledgerIn } = await switched();

    await expect(ledgerIn('another-company').invoices.find(['INV-1'])).rejects.toMatchObject({
      reason: 'account_switched',
    });
  });
});

async function settingsOf(pipeline: Pipeline) {
  const settings = await pipeline.stores.settings.get(operatorId, 'xero');
  if (settings === undefined) throw new Error('There are no settings.');
  return settings;
}
