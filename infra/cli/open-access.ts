import { kmsClient } from '../../shared/adapters/kms/client.ts';
import { KmsForm } from '../../shared/adapters/kms/kms-form.ts';
import { KmsRewrapper } from '../../shared/adapters/kms/rewrapper.ts';
import { secretsClient } from '../../shared/adapters/secrets/client.ts';
import { SecretsManagerSecrets } from '../../shared/adapters/secrets/secrets.ts';
import { sqsClient } from '../../shared/adapters/sqs/client.ts';
import { SqsNightQueue } from '../../shared/adapters/sqs/night-queue.ts';
import { SqsPageQueue } from '../../shared/adapters/sqs/page-queue.ts';
import { queueDepth } from '../../shared/adapters/sqs/queue-depth.ts';
import { openChangeQueues } from '../../shared/composition/open-change-queues.ts';
import { openStores } from '../../shared/composition/open-stores.ts';
import { openVault } from '../../shared/composition/open-vault.ts';
import { target } from '../../shared/contracts/ids.ts';
import type { ChangesQueueUrls } from '../../shared/contracts/queue-urls.ts';
import { tableOf } from '../../shared/contracts/table-of.ts';
import {
  changesQueueName,
  nightsQueueName,
  pagesQueueName,
  waitingQueueNames,
} from '../../shared/domain/resting/queue-names.ts';
import type { NightQueue, PageQueue } from '../../shared/ports/queues.ts';
import { readStage, type StageConfig } from '../config.ts';
import type { Access, AccessOptions } from './access.ts';
import { readChangesQueueUrls } from './changes-queue-urls.ts';
import { CliError } from './cli-error.ts';
import {
  catalogueReader,
  previewReader,
  settingsFactsReader,
  sidesAsker,
} from './read-catalogue.ts';
import { findStackFile, localFolder, readStackFile } from './stack-file.ts';

type Variables = Record<string, string | undefined>;

/** Where a stack is and what its parts are called. */
interface Stack {
  tableName: string;
  signingSecretName: string;
  /** Seals what is stored; an id, ARN or alias. */
  keyId: string;
  portalBaseUrl: string;
  /** Empty for AWS itself: then the SDK's own chain finds credentials and addresses. */
  dynamodb: ClientSettings;
  secretsmanager: ClientSettings;
  sqs: ClientSettings;
  kms: ClientSettings;
  /** An empty one is not known: then nothing of that target can be retried. */
  changesQueueUrls: ChangesQueueUrls;
  /** Undefined: not known; the sweep asks for the page of a run then. */
  pagesQueueUrl: string | undefined;
  /** Undefined: not known; the sweep asks for the step of a night then. */
  nightsQueueUrl: string | undefined;
  /** Those whose depth can be asked. */
  knownQueues: { name: string; queueUrl: string }[];
  /** Its providers' addresses and caps. */
  config: Pick<StageConfig, 'storedForms' | 'source' | 'targets'>;
}

interface ClientSettings {
  region?: string;
  endpoint?: string;
  credentials?: { accessKeyId: string; secretAccessKey: string };
}

/** Opens the stack that the options mean. @throws CliError that says what to give or start. */
export function openAccess(options: AccessOptions, variables: Variables): Access {
  const stack = options.stage === 'local' ? localStack(options, variables) : deployedStack(options);
  const { tableName, dynamodb, portalBaseUrl } = stack;
  // Of what is stored in several forms only going back stores any.
  const stores = openStores({ tableName, forms: 'former', dynamodb });
  const client = secretsClient(stack.secretsmanager);
  const sqs = sqsClient(stack.sqs);
  const secrets = new SecretsManagerSecrets({ client, clock: stores.clock });
  const place = {
    tableName,
    keyId: stack.keyId,
    forms: stack.config.storedForms,
    source: stack.config.source,
    targets: stack.config.targets,
    clients: stack,
  };
  return {
    ...stores,
    signer: {
      crypto: stores.crypto,
      signingKeys: () => secrets.signingKeys(stack.signingSecretName),
    },
    portalBaseUrl,
    rewrapper: new KmsRewrapper({ client: kmsClient(stack.kms), keyId: stack.keyId }),
    kmsForm: new KmsForm({
      vault: openVault({ keyId: stack.keyId, forms: 'former' }, stores.clock, stack.kms),
    }),
    queues: openChangeQueues(sqs, stack.changesQueueUrls),
    pages: pageQueue(sqs, stack.pagesQueueUrl),
    nightQueue: nightQueue(sqs, stack.nightsQueueUrl),
    askedQueues: stack.knownQueues.map(({ name, queueUrl }) => ({
      name,
      depth: () => queueDepth({ client: sqs, queueUrl }),
    })),
    catalogueOf: catalogueReader(place),
    readPreview: previewReader(place),
    settingsFactsOf: settingsFactsReader(place),
    withSides: sidesAsker(place),
  };
}

/** Without its address a run begins with the next sweep that looks at it. */
function pageQueue(client: ReturnType<typeof sqsClient>, queueUrl: string | undefined): PageQueue {
  return queueUrl === undefined ? { send: async () => {} } : new SqsPageQueue({ client, queueUrl });
}

/** Without its address a night goes on with the next sweep that looks at it. */
function nightQueue(
  client: ReturnType<typeof sqsClient>,
  queueUrl: string | undefined,
): NightQueue {
  return queueUrl === undefined
    ? { send: async () => {} }
    : new SqsNightQueue({ client, queueUrl });
}

/** ROLLERDOOR_STACK_FILE names the file of a local stack that `npm start` did not start. */
function localStack(options: AccessOptions, variables: Variables): Stack {
  const file = readStackFile(
    variables.ROLLERDOOR_STACK_FILE ?? findStackFile(localFolder, options.portBase),
  );
  const given = readChangesQueueUrls(options.changesQueueUrl ?? '');
  // The emulators take any credentials; those of a person must never be sent to them.
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  const client = { region: file.region, credentials };
  return {
    tableName: options.table ?? file.tableName,
    signingSecretName: options.signingSecret ?? file.secretNames.signingKey,
    keyId: options.key ?? file.keyId,
    portalBaseUrl: options.portalUrl ?? file.portalUrl,
    dynamodb: { ...client, endpoint: file.endpoints.dynamodb },
    secretsmanager: { ...client, endpoint: file.endpoints.secretsmanager },
    sqs: { ...client, endpoint: file.endpoints.sqs },
    kms: { ...client, endpoint: file.endpoints.kms },
    changesQueueUrls: tableOf(
      target.options,
      (name) => given[name] ?? file.queueUrls[`${changesQueueName(name)}.fifo`] ?? '',
    ),
    pagesQueueUrl: options.pagesQueueUrl ?? file.queueUrls[`${pagesQueueName}.fifo`],
    nightsQueueUrl: options.nightsQueueUrl ?? file.queueUrls[`${nightsQueueName}.fifo`],
    knownQueues: shownQueues.flatMap((name) => {
      const queueUrl = file.queueUrls[name];
      return queueUrl === undefined ? [] : [{ name, queueUrl }];
    }),
    config: readStage('local', { ROLLERDOOR_PORT_BASE: new URL(file.portalUrl).port }),
  };
}

function deployedStack(options: AccessOptions): Stack {
  const stage = stageOf(options.stage);
  const client = options.region === undefined ? {} : { region: options.region };
  const given = readChangesQueueUrls(options.changesQueueUrl ?? '');
  return {
    tableName: options.table ?? stage.tableName,
    signingSecretName: options.signingSecret ?? stage.signingKeySecretName,
    keyId: options.key ?? stage.keyAlias,
    portalBaseUrl: options.portalUrl ?? stage.portalBaseUrl ?? '',
    dynamodb: client,
    secretsmanager: client,
    sqs: client,
    kms: client,
    changesQueueUrls: tableOf(target.options, (name) => given[name] ?? ''),
    pagesQueueUrl: options.pagesQueueUrl,
    nightsQueueUrl: options.nightsQueueUrl,
    knownQueues: Object.values(given).map(namedByUrl),
    config: stage,
  };
}

/** Of a local stack; what lies in the others is not told by their depth. */
const shownQueues = waitingQueueNames.flatMap((name) => [`${name}.fifo`, `${name}-dlq.fifo`]);

function namedByUrl(queueUrl: string): { name: string; queueUrl: string } {
  return { name: queueUrl.split('/').at(-1) ?? queueUrl, queueUrl };
}

function stageOf(name: string) {
  try {
    return readStage(name, {});
  } catch {
    // Recovery: the person names a stage of infra/stages.
    throw new CliError(`There is no usable stage "${name}" in infra/stages.`);
  }
}
