import { randomUUID } from 'node:crypto';
import { existsSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import type { Clock as LocalAwsClock } from '../aws/common/clock.ts';
import { type LocalAws, startLocalAws } from '../aws/start-local-aws.ts';
import { region } from '../runner/local-identity.ts';
import { type Runner, startRunner } from '../runner/start-runner.ts';
import { type VendorChoices, vendorNames } from '../vendors/registry.ts';
import { type DeployedSettings, readDeployedSettings, settingsOf } from './deployed-settings.ts';
import { findFreePorts, requireFreePorts } from './free-ports.ts';
import { removeStackFile, type StackFile, writeStackFile } from './stack-file.ts';
import { type Sandboxes, startSandboxes } from './start-sandboxes.ts';
import { synthesize } from './synthesize.ts';

/** Beside what follows, by a vendor's name: faults, modes and limits of its sandbox. */
export interface StackOptions extends VendorChoices {
  /** Port of the portal; the sandboxes take the next ones. Absent: free ones in a row. */
  readonly portBase?: number;
  /**
   * Where templates, logs and `stack.json` go, from the project's root. Absent: a folder of its own under
   * `.local`, removed at the end.
   */
  readonly directory?: string;
  /** True lifts the vendors' caps, in the sandboxes and in the functions' settings. @default false */
  readonly liftCaps?: boolean;
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
  readonly aws: LocalAws;
  readonly runner: Runner;
  readonly sandboxes: Sandboxes;
  /** What `stack.json` says. */
  readonly file: StackFile;
  stop(): Promise<void>;
}

const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The portal's and one for each sandbox. */
export const portsTaken = 1 + vendorNames.length;

/**
 * Starts everything on this machine: emulated AWS, the sandboxes and the synthesized stacks with the built
 * functions. Everything binds 127.0.0.1 and ends with this process.
 * @throws Error when the functions are not built, or a port is taken.
 */
export async function startStack(options: StackOptions = {}): Promise<Stack> {
  requireBuild();
  await using cleanup = new AsyncDisposableStack();
  const portBase = options.portBase ?? (await findFreePorts(portsTaken));
  await requireFreePorts(portBase, portsTaken);
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
  const { sandboxes, stop: stopSandboxes } = await startSandboxes({
    settings,
    firstPort: portBase + 1,
    choices: options,
    liftCaps: options.liftCaps ?? false,
  });
  cleanup.defer(stopSandboxes);
  await storeCredentials(runner, settings, sandboxes);
  const file = describeStack({ settings, places, aws, runner, sandboxes });
  const stackFile = join(directory, 'stack.json');
  writeStackFile(stackFile, file);
  cleanup.defer(() => removeStackFile(stackFile));
  const running = cleanup.move();
  const { portalUrl } = file;
  const stop = () => running.disposeAsync();
  return { portalUrl, aws, runner, sandboxes, file, stop };
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

/** As a partner engineer does once, after the first deployment. */
async function storeCredentials(
  { clients }: Runner,
  settings: DeployedSettings,
  sandboxes: Sandboxes,
): Promise<void> {
  for (const name of vendorNames) {
    await clients.secretsManager.send(
      new PutSecretValueCommand({
        SecretId: settingsOf(settings, name).clientSecretName,
        SecretString: JSON.stringify(sandboxes[name].client),
      }),
    );
    const { eventsKey } = sandboxes[name];
    const { eventsSecretName } = settingsOf(settings, name);
    if (eventsKey === undefined || eventsSecretName === undefined) continue;
    await clients.secretsManager.send(
      new PutSecretValueCommand({
        SecretId: eventsSecretName,
        SecretString: JSON.stringify({ key: eventsKey }),
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
      ...Object.fromEntries(
        vendorNames.map((name) => [name, settingsOf(settings, name).clientSecretName]),
      ),
      signingKey: settings.signingKeySecretName,
    },
    portalUrl: settings.portalUrl,
    mailUrl: aws.endpoints.ses,
    sandboxUrls: Object.fromEntries(vendorNames.map((name) => [name, sandboxes[name].url])),
    functionNames: [...runner.functions.keys()],
    logDirectory: places.logDirectory,
    pids: { stack: process.pid },
  };
}
