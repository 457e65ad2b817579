import { createSeededRandom } from '../../infra/local/vendors/common/seeded-random.ts';
import type { OperatorSeed } from '../../infra/local/vendors/stora/data/sample-operators.ts';
import { createStoraSandbox } from '../../infra/local/vendors/stora/stora-sandbox.ts';
import { createXeroSandbox } from '../../infra/local/vendors/xero/xero-sandbox.ts';
import type { FakeClock } from '../fakes/fake-clock.ts';
import { FakeCrypto } from '../fakes/fake-crypto.ts';
import { operatorId, storaSettings } from '../support/vendors-in-process.ts';

/** One site and one customer: what a scenario needs, so that a run takes milliseconds. */
const smallOperator: OperatorSeed = {
  slug: operatorId,
  name: 'Acorn Self Storage',
  currency: 'GBP',
  storefrontHost: 'acorn.stora.test',
  documentPrefix: 'ACORN',
  contacts: 1,
  postalArea: 'BS',
  sites: [
    {
      name: 'Bristol Temple Meads',
      city: 'Bristol',
      line1: '4 Cattle Market Road',
      postalCode: 'BS1 6QS',
      rentCode: '200',
      units: 4,
    },
  ],
};

export const client = { clientId: 'rollerdoor', clientSecret: 'secret' };
const redirectUris = ['https://rollerdoor.test/callback'];

/** Both vendors in process; nothing is delivered before `deliveries.receive` is set. */
export function openVendors(clock: FakeClock, tokens: { aliveSeconds?: number } = {}) {
  const deliveries = {
    receive: async (_request: Request): Promise<Response> => new Response(null, { status: 503 }),
  };
  const { scopes } = storaSettings();
  const stora = createStoraSandbox({
    clock,
    random: createSeededRandom(7),
    operators: [smallOperator],
    applications: [{ ...client, name: 'Rollerdoor', redirectUris, scopes: scopes.split(' ') }],
    deliver: (request) => deliveries.receive(request),
    ...(tokens.aliveSeconds ? { accessTokenTtlSeconds: tokens.aliveSeconds } : {}),
  });
  const xero = createXeroSandbox({
    client: { ...client, redirectUris },
    clock,
    ...(tokens.aliveSeconds ? { accessTokenSeconds: tokens.aliveSeconds } : {}),
  });
  return { stora, xero, deliveries };
}

let processes = 0;

/** Random values differ between processes, as they do in reality. */
export function newCrypto(): FakeCrypto {
  processes += 1;
  return new FakeCrypto(`process ${processes}`);
}
