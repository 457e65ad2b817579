import { Stack } from 'aws-cdk-lib';
import { PolicyStatement, type Role } from 'aws-cdk-lib/aws-iam';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Provider } from '../../shared/contracts/ids.ts';
import type { StoredData } from './stored-data.ts';

type TableAction =
  | 'GetItem'
  | 'BatchGetItem'
  | 'PutItem'
  | 'BatchWriteItem'
  | 'UpdateItem'
  | 'DeleteItem'
  | 'Query';
type Purpose = 'tokens' | 'webhook-secret' | 'pkce-verifier';
type SecretName = keyof StoredData['secrets'];

export interface DataAccess {
  readonly table: readonly TableAction[];
  /** May the role look things up in the directory index? */
  readonly directory?: true;
  /** Providers that the role calls as their client. */
  readonly clients?: readonly Provider[];
  readonly secrets?: readonly SecretName[];
  /** May the role prove the events of targets? */
  readonly events?: true;
  /** What the role may encrypt and decrypt, by the purpose that the vault puts into the encryption context. */
  readonly seal?: readonly Purpose[];
  readonly open?: readonly Purpose[];
}

/**
 * Allows a role exactly this much of the data. Written by hand, because the library's own grants add
 * wildcards (`index/*`, `kms:ReEncrypt*`) and would put the roles into the key's policy in the other stack.
 */
export function allowData(role: Role, data: StoredData, access: DataAccess): void {
  allow(
    role,
    access.table.map((action) => `dynamodb:${action}`),
    [data.table.tableArn],
  );
  if (access.directory) {
    allow(role, ['dynamodb:Query'], [`${data.table.tableArn}/index/${data.directoryIndexName}`]);
  }
  allowKeysThrough(role, keysInUse(data), {
    service: 'dynamodb',
    actions: writes(access)
      ? [...tableReaderKeyActions, ...tableWriterKeyActions]
      : tableReaderKeyActions,
  });
  const secrets = [
    ...(access.clients ?? []).map((name) => data.clientSecrets[name]),
    ...(access.secrets ?? []).map((name) => data.secrets[name]),
    ...(access.events ? Object.values(data.eventSecrets) : []),
  ];
  if (secrets.length > 0) {
    const arns = secrets.map(({ secretArn }) => secretArn);
    allow(role, ['secretsmanager:GetSecretValue'], arns);
    const actions = ['kms:Decrypt'];
    allowKeysThrough(role, keysInUse(data), { service: 'secretsmanager', actions });
  }
  const sealing = keysInUse(data, 'seal').map(({ keyArn }) => keyArn);
  // Both, whatever the stage says: what it says changes while functions run, and the version before, too.
  const actions = ['kms:GenerateDataKey', 'kms:Encrypt'];
  allowPurposes(role, sealing, { actions, purposes: access.seal ?? [] });
  // A ciphertext names its key itself, so what a former key sealed opens until it was wrapped anew.
  const opening = keysInUse(data).map(({ keyArn }) => keyArn);
  allowPurposes(role, [...opening, ...data.formerKeyArns], {
    actions: ['kms:Decrypt'],
    purposes: access.open ?? [],
  });
}

/** Allows a role to put messages on a queue, nothing else. */
export function allowSend(role: Role, queue: IQueue): void {
  allow(role, ['sqs:SendMessage'], [queue.queueArn]);
}

/** Allows a role to send mail from one address, whichever configuration the account has by default. */
export function allowMail(role: Role, sender: string | undefined): void {
  if (sender === undefined) return;
  const { account, region, partition } = Stack.of(role);
  const domain = sender.slice(sender.indexOf('@') + 1);
  const resources = [sender, domain].map(
    (identity) => `arn:${partition}:ses:${region}:${account}:identity/${identity}`,
  );
  role.addToPolicy(
    new PolicyStatement({
      actions: ['ses:SendEmail'],
      resources,
      conditions: { StringEquals: { 'ses:FromAddress': sender } },
    }),
  );
}

/** Allows a role to show received messages again that are hidden, nothing else. */
export function allowShow(role: Role, queue: IQueue): void {
  allow(role, ['sqs:ChangeMessageVisibility'], [queue.queueArn]);
}

const readActions: ReadonlySet<TableAction> = new Set(['GetItem', 'BatchGetItem', 'Query']);

/** What DynamoDB asks of the caller's rights on the table's key. */
const tableReaderKeyActions = ['kms:Decrypt', 'kms:DescribeKey'];
const tableWriterKeyActions = [
  'kms:Encrypt',
  'kms:GenerateDataKey',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
];

function writes({ table }: DataAccess): boolean {
  return table.some((action) => !readActions.has(action));
}

function allow(role: Role, actions: string[], resources: string[]): void {
  role.addToPolicy(new PolicyStatement({ actions, resources }));
}

/** The key of today first; without a wish all that may at least open. */
function keysInUse(data: StoredData, wish?: 'seal'): IKey[] {
  const others = data.otherKeys.filter(({ may }) =>
    wish === undefined ? may !== 'nothing' : may === wish,
  );
  return [data.key, ...others.map(({ key }) => key)];
}

/** Keys in the hands of another service only: the role itself cannot decrypt anything with them. */
function allowKeysThrough(
  role: Role,
  keys: readonly IKey[],
  { service, actions }: { service: string; actions: string[] },
): void {
  const { region } = Stack.of(role);
  role.addToPolicy(
    new PolicyStatement({
      actions,
      resources: keys.map(({ keyArn }) => keyArn),
      conditions: { StringEquals: { 'kms:ViaService': `${service}.${region}.amazonaws.com` } },
    }),
  );
}

function allowPurposes(
  role: Role,
  keyArns: string[],
  { actions, purposes }: { actions: string[]; purposes: readonly Purpose[] },
): void {
  if (purposes.length === 0) return;
  role.addToPolicy(
    new PolicyStatement({
      actions,
      resources: keyArns,
      conditions: { StringEquals: { 'kms:EncryptionContext:purpose': purposes } },
    }),
  );
}
