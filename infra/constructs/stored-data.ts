import type { ITable } from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import type { ISecret } from 'aws-cdk-lib/aws-secretsmanager';
import type { Provider, Target } from '../../shared/contracts/ids.ts';

type SecretByArn = Pick<ISecret, 'secretArn'>;

/** What roles may be allowed to use; the data stack has it. */
export interface StoredData {
  /** Seals what is stored. */
  readonly key: IKey;
  /** Roles may use them beside it while one takes the place of another. */
  readonly otherKeys: readonly { readonly key: IKey; readonly may: 'seal' | 'open' | 'nothing' }[];
  /** Of keys elsewhere; they may open what they sealed, until it is wrapped anew. */
  readonly formerKeyArns: readonly string[];
  readonly table: Pick<ITable, 'tableArn'>;
  readonly directoryIndexName: string;
  /** Who we are to each provider. */
  readonly clientSecrets: Readonly<Record<Provider, SecretByArn>>;
  /** Keys by which targets sign what they tell, where the stage has them. */
  readonly eventSecrets: Readonly<Partial<Record<Target, SecretByArn>>>;
  readonly secrets: {
    readonly signingKey: SecretByArn;
    /** Shared with the partner's own platform, which signs with it when a customer leaves. */
    readonly deprovision: SecretByArn;
  };
}
