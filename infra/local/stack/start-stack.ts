import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { Clock as LocalAwsClock } from '../aws/common/clock.ts';
import { type LocalAws, startLocalAws } from '../aws/start-local-aws.ts';
import { region } from '../runner/local-identity.ts';
import { type Runner, startRunner } from '../runner/start-runner.ts';
import { type DeployedSettings, readDeployedSettings } from './deployed-settings.ts';
import { findFreePorts, requireFreePorts } from './free-ports.ts';
import { removeStackFile, type StackFile, writeStackFile } from './stack-file.ts';
import {
  type Sandboxes,
  type StoraChoices,
  startSandboxes,
  type XeroChoices,
} from './start-sandboxes.ts';
import { synthesize } from './synthesize.ts';

export interface StackOptions {
  /** Port of the portal; the sandboxes take the next two. Absent: three free ones. */
  readonly portBase?: number;
  /**
   * Where templates, logs and `stack.json` go, from the project's root. Absent: a folder of its own under
   * `.local`, removed at the end.
   */
  readonly directory?: string;
  /** True lifts Stora's and Xero's caps, in the sandboxes and in the functions' settings. @default false */
  readonly liftCaps?: boolean;
  /** Faults, modes and limits of the simulated Stora. */
  readonly stora?: StoraChoices;
  /** Faults, modes and limits of the simulated Xero. */
  readonly xero?: XeroChoices;
  /** Clock of the emulated queues; a test moves it to end a visibility timeout. @default the real one */
  readonly clock?: LocalAwsClock;
  /** False leaves schedules to `runner.invoke`. @default true */
  readonly schedules?: boolean;
  /** How many processes one function may have. @default 8 */
  readonly maxProcesses?: number;
  /** Told in one line about failed invocations and polls. @default console.error */
  readonly onProblem?: (problem: string) => void;
}

export interface Stack {
  readonly portalUrl: string;
  readonly storaUrl: string;
  readonly xeroUrl: string;
  readonly aws: LocalAws;
  readonly runner: Runner;
  readonly sandboxes: Sandboxes;
  /** What `stack.json` says. */
  readonly file: StackFile;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Starts everything on this machine: emulated AWS, both sandboxes and the synthesized stacks with the built
 * functions. Everything binds 127.0.0.1 and ends with this process.
 * @throws Error when the functions are not built, or a port is taken.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  requireBuild();
  await using cleanup = new AsyncDisposableStack();
  const portBase = options.portBase ?? (await findFreePorts(3));
  await requireFreePorts(portBase, 3);
  const directory = resolve(root, options.directory ?? `.local/test-${randomUUID().slice(0, 8)}`);
  if (!options.directory) cleanup.defer(() => rmSync(directory, { recursive: true, force: true }));
  const places: Places = { portBase, directory, logDirectory: join(directory, 'logs') };

  const aws = await startLocalAws(options.clock ? { clock: options.clock } : {});
  cleanup.defer(() => aws.stop());
  const runner = await startFunctions(options, places, aws);
  cleanup.defer(() => runner.stop());
  const settings = readDeployedSettings(
    [...runner.functions.values()].map(({ definition }) => definition),
  );
  const sandboxes = await startVendors(options, places, settings);
  cleanup.defer(() => sandboxes.stop());
  await storeCredentials(runner, settings, sandboxes);
  const file = describeStack({ settings, places, aws, runner, sandboxes });
  const stackFile = join(directory, 'stack.json');
  writeStackFile(stackFile, file);
  cleanup.defer(() => removeStackFile(stackFile));
  const running = cleanup.move();
  const { portalUrl, storaUrl, xeroUrl } = file;
  const stop = () => running.disposeAsync();
  return { portalUrl, storaUrl, xeroUrl, aws, runner, sandboxes, file, stop };
}

interface Places {
  readonly portBase: number;
  readonly directory: string;
  readonly logDirectory: string;
}

function requireBuild(): void {
  if (existsSync(join(root, 'dist/sizes.json'))) return;
  throw new Error('The functions are not built: run "npm run build" first.');
}

async function startFunctions(
  options: StackOptions,
  { portBase, directory, logDirectory }: Places,
  aws: LocalAws,
): Promise<Runner> {
  const cdkOutDir = join(directory, 'cdk.out');
  await synthesize({
    root,
    outDir: cdkOutDir,
    environment: {
      ROLLERDOOR_PORT_BASE: String(portBase),
      ROLLERDOOR_LIFT_CAPS: options.liftCaps ? '1' : '0',
    },
  });
  const { maxProcesses, onProblem } = options;
  return startRunner({
    cdkOutDir,
    aws,
    port: portBase,
    logDirectory,
    schedules: options.schedules ?? true,
    ...(maxProcesses === undefined ? {} : { maxProcesses }),
    ...(onProblem === undefined ? {} : { onProblem }),
  });
}

function startVendors(
  options: StackOptions,
  { portBase }: Places,
  settings: DeployedSettings,
): Promise<Sandboxes> {
  return startSandboxes({
    settings,
    storaPort: portBase + 1,
    xeroPort: portBase + 2,
    liftCaps: options.liftCaps ?? false,
    ...(options.stora ? { stora: options.stora } : {}),
    ...(options.xero ? { xero: options.xero } : {}),
  });
}

/** As a partner engineer does once, after the first deployment. */
async function storeCredentials(
  { clients }: Runner,
  settings: DeployedSettings,
  { credentials }: Sandboxes,
): Promise<void> {
  for (const vendor of ['stora', 'xero'] as const) {
    await clients.secretsManager.send(
      new PutSecretValueCommand({
        SecretId: settings[vendor].clientSecretName,
        SecretString: JSON.stringify(credentials[vendor]),
      }),
    );
  }
}

interface Parts {
  readonly settings: DeployedSettings;
  readonly places: Places;
  readonly aws: LocalAws;
  readonly runner: Runner;
  readonly sandboxes: Sandboxes;
}

function describeStack({ settings, places, aws, runner, sandboxes }: Parts): StackFile {
  const { sqs, dynamodb, kms, secretsManager } = aws.endpoints;
  const { tables, keys, queues } = runner.resources;
  return {
    region,
    endpoints: { sqs, dynamodb, kms, secretsmanager: secretsManager },
    tableName: tables[0]?.name ?? '',
    keyId: keys[0]?.keyId ?? '',
    queueUrls: Object.fromEntries(queues.map(({ name, url }) => [name, url])),
    secretNames: {
      stora: settings.stora.clientSecretName,
      xero: settings.xero.clientSecretName,
      signingKey: settings.signingKeySecretName,
    },
    portalUrl: settings.portalUrl,
    storaUrl: sandboxes.stora.url,
    xeroUrl: sandboxes.xero.baseUrl,
    functionNames: [...runner.functions.keys()],
    logDirectory: places.logDirectory,
    pids: { stack: process.pid },
  };
}
