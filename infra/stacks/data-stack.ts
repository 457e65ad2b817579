import { CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import {
  AttributeType,
  BillingMode,
  ProjectionType,
  Table,
  TableEncryption,
} from 'aws-cdk-lib/aws-dynamodb';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Secret, type SecretStringGenerator } from 'aws-cdk-lib/aws-secretsmanager';
import type { Construct } from 'constructs';
import { type Provider, provider, type Target, target } from '../../shared/contracts/ids.ts';
import { tableOf } from '../../shared/contracts/table-of.ts';
import { sourceName } from '../../shared/source/source-name.ts';
import type { StageConfig } from '../config.ts';
import type { StoredData } from '../constructs/stored-data.ts';
import { idPart } from '../resource-names.ts';

/** What must never be lost: the table, the key that opens it, the secrets. */
export class DataStack extends Stack implements StoredData {
  /** Seals what is stored. */
  readonly key: Key;
  /** Roles may use them beside it while one takes the place of another. */
  readonly otherKeys: readonly { readonly key: Key; readonly may: 'seal' | 'open' | 'nothing' }[];
  /** Outside of this stack; may open what they sealed, until it is wrapped anew. */
  readonly formerKeyArns: readonly string[];
  readonly table: Table;
  readonly directoryIndexName = 'directory';
  /** Who we are to each provider. */
  readonly clientSecrets: Readonly<Record<Provider, Secret>>;
  readonly eventSecrets: Readonly<Partial<Record<Target, Secret>>>;
  readonly secrets: {
    readonly signingKey: Secret;
    /** Shared with the partner's own platform, which signs with it when a customer leaves. */
    readonly deprovision: Secret;
  };

  constructor(scope: Construct, id: string, config: StageConfig) {
    super(scope, id, { terminationProtection: config.stage !== 'local' });
    this.key = this.#addKey(config.keyId, config.keyAlias);
    this.otherKeys = config.otherKeys.map(({ id: keyId, alias, may }) => ({
      key: this.#addKey(keyId, alias),
      may,
    }));
    this.formerKeyArns = config.formerKeyArns;
    this.table = this.#addTable(config);
    this.clientSecrets = this.#addClientSecrets(config);
    this.eventSecrets = this.#addEventSecrets(config);
    this.secrets = {
      signingKey: this.#addSecret('SigningKey', config.signingKeySecretName, generatedKey),
      deprovision: this.#addSecret('Deprovision', config.deprovisionSecretName, generatedKey),
    };
    // Last of all: if the first deployment fails before, nothing stands that deletion protection keeps.
    this.table.node.addDependency(...this.#allSecrets);
    this.#exportAll();
    new CfnOutput(this, 'TableName', { value: this.table.tableName });
    new CfnOutput(this, 'KeyId', { value: this.key.keyId });
  }

  /**
   * Whether or not the other stack uses it: this one is deployed first, and CloudFormation refuses to
   * take an export away that the other one, as it was deployed before, still imports.
   */
  #exportAll(): void {
    this.exportValue(this.table.tableName);
    this.exportValue(this.table.tableArn);
    for (const key of [this.key, ...this.otherKeys.map((other) => other.key)]) {
      this.exportValue(key.keyId);
      this.exportValue(key.keyArn);
    }
    for (const secret of this.#allSecrets) this.exportValue(secret.secretArn);
  }

  get #allSecrets(): Secret[] {
    return [this.clientSecrets, this.eventSecrets, this.secrets].flatMap((all) =>
      Object.values(all),
    );
  }

  #addClientSecrets({ source, targets }: StageConfig): Record<Provider, Secret> {
    const settings = { [sourceName]: source, ...targets };
    return tableOf(provider.options, (name) =>
      this.#addSecret(`${idPart(name)}Client`, settings[name].clientSecretName, emptyClient),
    );
  }

  #addEventSecrets({ targets }: StageConfig): Partial<Record<Target, Secret>> {
    const named = target.options.flatMap((name) => {
      const { eventsSecretName } = targets[name];
      if (eventsSecretName === undefined) return [];
      return [[name, this.#addSecret(`${idPart(name)}Events`, eventsSecretName, emptyKey)]];
    });
    return Object.fromEntries(named);
  }

  #addKey(id: string, alias: string): Key {
    return new Key(this, id, {
      alias,
      description: 'Encrypts the table, the secrets and, by purpose, every token in the table.',
      enableKeyRotation: true,
      // The longest there is: without this key all data is noise.
      pendingWindow: Duration.days(30),
      removalPolicy: kept,
    });
  }

  /** `Table` and not `TableV2`: the latter takes a customer key only where the region is written into the code. */
  #addTable({ tableName }: StageConfig): Table {
    const table = new Table(this, 'Table', {
      tableName,
      partitionKey: { name: 'pk', type: AttributeType.STRING },
      sortKey: { name: 'sk', type: AttributeType.STRING },
      billingMode: BillingMode.PAY_PER_REQUEST,
      encryption: TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: this.key,
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      deletionProtection: true,
      removalPolicy: kept,
      timeToLiveAttribute: 'expiresAtEpochSeconds',
    });
    table.addGlobalSecondaryIndex({
      indexName: this.directoryIndexName,
      partitionKey: { name: 'directoryKey', type: AttributeType.STRING },
      sortKey: { name: 'directorySort', type: AttributeType.STRING },
      projectionType: ProjectionType.KEYS_ONLY,
    });
    return table;
  }

  #addSecret(id: string, secretName: string, generateSecretString: SecretStringGenerator): Secret {
    return new Secret(this, id, {
      secretName,
      encryptionKey: this.key,
      generateSecretString,
      removalPolicy: kept,
    });
  }
}

/**
 * Outlives its stack, unless its very creation is rolled back: kept then, its fixed name would stand in
 * the way of the next try.
 */
const kept = RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE;

const generatedKey: SecretStringGenerator = { passwordLength: 64, excludePunctuation: true };

/** The same of the key under which a target signs its events. */
const emptyKey: SecretStringGenerator = {
  secretStringTemplate: JSON.stringify({ key: '' }),
  generateStringKey: 'unused',
};

/** Empty until a person fills it in from the vendor's developer page; the functions say so when it is still empty. */
const emptyClient: SecretStringGenerator = {
  secretStringTemplate: JSON.stringify({ clientId: '', clientSecret: '' }),
  // CloudFormation insists on generating something; nothing reads it.
  generateStringKey: 'unused',
};
