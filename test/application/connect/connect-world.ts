import type { CompleteAuthorizationDeps } from '../../../shared/application/connect/complete-authorization.ts';
import {
  createHostedLink,
  type HostedLinkDeps,
} from '../../../shared/application/connect/hosted-links.ts';
import { readSession, startSession } from '../../../shared/application/connect/portal-session.ts';
import { sealTokenPair } from '../../../shared/application/tokens/token-pairs.ts';
import type { Connection } from '../../../shared/contracts/connection-item.ts';
import type { SessionClaims } from '../../../shared/contracts/portal-tokens.ts';
import { aConnection } from '../../builders/a-connection.ts';
import { anOperator, anOperatorId } from '../../builders/an-operator.ts';
import { FakeClock } from '../../fakes/fake-clock.ts';
import { FakeCrypto } from '../../fakes/fake-crypto.ts';
import { FakeSecrets } from '../../fakes/fake-secrets.ts';
import { FakeVault } from '../../fakes/fake-vault.ts';
import { InMemoryAccountHolders } from '../../fakes/in-memory-account-holders.ts';
import { InMemoryActivities } from '../../fakes/in-memory-activities.ts';
import { InMemoryAuthorizations } from '../../fakes/in-memory-authorizations.ts';
import { InMemoryConnections } from '../../fakes/in-memory-connections.ts';
import { InMemoryDocuments } from '../../fakes/in-memory-documents.ts';
import { InMemoryHostedLinks } from '../../fakes/in-memory-hosted-links.ts';
import { InMemoryOperators } from '../../fakes/in-memory-operators.ts';
import { InMemoryRecordCounts } from '../../fakes/in-memory-record-counts.ts';
import { InMemoryRetiredPairs } from '../../fakes/in-memory-retired-pairs.ts';
import { InMemorySourceStates } from '../../fakes/in-memory-source-states.ts';
import { InMemoryWaitingGrants } from '../../fakes/in-memory-waiting-grants.ts';
import { RecordingLog } from '../../fakes/recording-log.ts';
import { RecordingPacer } from '../../fakes/recording-pacer.ts';
import { ScriptedOauthProvider } from '../../fakes/scripted-oauth-provider.ts';

export const portalBaseUrl = 'https://portal.example';
const signingKey = 'a signing key for tests, long enough to be one';

/** All that connecting needs, in memory, with one operator. */
export async function connectWorld() {
  const clock = new FakeClock();
  const crypto = new FakeCrypto();
  const log = new RecordingLog();
  const secrets = new FakeSecrets();
  const clientSecretNames = { stora: 'stora-client', xero: 'xero-client' };
  const parts = {
    clock,
    crypto,
    log,
    metrics: log,
    secrets,
    clientSecretNames,
    portalBaseUrl,
    vault: new FakeVault(),
    connections: new InMemoryConnections(),
    activities: new InMemoryActivities(),
    authorizations: new InMemoryAuthorizations(clock),
    operators: new InMemoryOperators(),
    hostedLinks: new InMemoryHostedLinks(clock),
    retiredPairs: new InMemoryRetiredPairs(),
    accountHolders: new InMemoryAccountHolders(),
    waitingGrants: new InMemoryWaitingGrants(),
    counts: new InMemoryRecordCounts(),
    documents: new InMemoryDocuments(),
    sourceStates: new InMemorySourceStates(),
    providers: {
      stora: new ScriptedOauthProvider('stora'),
      xero: new ScriptedOauthProvider('xero'),
    },
  };
  await parts.operators.add(anOperator());
  const setUps: string[] = [];
  const links: HostedLinkDeps = {
    ...parts,
    signer: { crypto, signingKeys: async () => [signingKey] },
  };
  const completion: CompleteAuthorizationDeps = {
    ...parts,
    pacer: new RecordingPacer(),
    afterConnected: {
      stora: async (operatorId) => void setUps.push(`stora ${operatorId}`),
      xero: async (operatorId) => void setUps.push(`xero ${operatorId}`),
    },
  };
  return {
    ...parts,
    links,
    completion,
    setUps,
    /** Opens a link in a browser of its own. */
    async visit(operatorId = anOperatorId): Promise<SessionClaims> {
      const { url } = await createHostedLink(links, { operatorId, days: 7, actor: 'test' });
      const started = await startSession(links, url.slice(`${portalBaseUrl}/link/`.length));
      if (started.kind !== 'started') throw new Error('The visit did not start.');
      const session = await readSession(links, started.cookieValue);
      if (session === undefined) throw new Error('The visit was not found again.');
      return session;
    },
    /** A connection with a pair that opens. */
    async seedConnection(overrides: Partial<Connection> = {}): Promise<Connection> {
      const connection = aConnection({ provider: 'stora', ...overrides });
      const pair = { accessToken: 'access-0', refreshToken: 'refresh-0' };
      const sealedTokens = await sealTokenPair(parts.vault, connection, pair);
      parts.connections.seed({ ...connection, sealedTokens });
      return { ...connection, sealedTokens };
    },
  };
}

export type ConnectWorld = Awaited<ReturnType<typeof connectWorld>>;
