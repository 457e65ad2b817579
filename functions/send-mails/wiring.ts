import { DynamoActivities } from '../../shared/adapters/dynamodb/activities.ts';
import { DynamoConnections } from '../../shared/adapters/dynamodb/connections.ts';
import { DynamoDifferences } from '../../shared/adapters/dynamodb/differences.ts';
import { DynamoHostedLinks } from '../../shared/adapters/dynamodb/hosted-links.ts';
import { DynamoIssues } from '../../shared/adapters/dynamodb/issues.ts';
import { DynamoMailWatches } from '../../shared/adapters/dynamodb/mail-watches.ts';
import { DynamoOperators } from '../../shared/adapters/dynamodb/operators.ts';
import { DynamoOutbox } from '../../shared/adapters/dynamodb/outbox.ts';
import { DynamoPeopleStore } from '../../shared/adapters/dynamodb/people-store.ts';
import { DynamoSettingsStore } from '../../shared/adapters/dynamodb/settings-store.ts';
import { DynamoSourceStates } from '../../shared/adapters/dynamodb/source-states.ts';
import { secretsClient } from '../../shared/adapters/secrets/client.ts';
import { SecretsManagerSecrets } from '../../shared/adapters/secrets/secrets.ts';
import { sesClient } from '../../shared/adapters/ses/client.ts';
import { SesMails } from '../../shared/adapters/ses/ses-mails.ts';
import { type MailCounts, sendMails } from '../../shared/application/mail/send-mails.ts';
import { openTable } from '../../shared/composition/open-table.ts';
import { createLog } from '../../shared/runtime/logger.ts';
import { createMetrics } from '../../shared/runtime/metrics.ts';
import { parseEnv } from '../../shared/runtime/parse-env.ts';
import type { ScheduledParts } from '../../shared/runtime/scheduled-handler.ts';
import { env } from './config.ts';

/** Composes the sending from its environment. @throws when a variable is missing. */
export function wire(variables: Record<string, string | undefined>): ScheduledParts<MailCounts> {
  const settings = parseEnv(env, variables);
  const mail = settings.MAIL_SETTINGS;
  const log = createLog('send-mails');
  const metrics = createMetrics('send-mails');
  const opened = openTable({ tableName: settings.TABLE_NAME });
  const stores = {
    ...opened,
    differences: new DynamoDifferences(opened),
    connections: new DynamoConnections(opened),
    activities: new DynamoActivities(opened),
    hostedLinks: new DynamoHostedLinks(opened),
    issues: new DynamoIssues(opened),
    mailWatches: new DynamoMailWatches(opened),
    operators: new DynamoOperators(opened),
    outbox: new DynamoOutbox(opened),
    people: new DynamoPeopleStore(opened),
    settings: new DynamoSettingsStore(opened),
    sourceStates: new DynamoSourceStates(opened),
  };
  const secrets = new SecretsManagerSecrets({ client: secretsClient(), clock: stores.clock });
  const { sender = '', senderName } = mail;
  if (sender === '') log.warn('mail.no_sender');
  const deps = {
    ...stores,
    signer: {
      crypto: stores.crypto,
      signingKeys: () => secrets.signingKeys(settings.SIGNING_KEY_SECRET_NAME),
    },
    portalBaseUrl: settings.PORTAL_BASE_URL,
    mail,
    mails: new SesMails({ client: sesClient(), sender, senderName }),
    log,
    metrics,
  };
  return { metrics, run: (untilEpochMs) => sendMails(deps, untilEpochMs) };
}
