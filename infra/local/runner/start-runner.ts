import { startHttpApi } from './gateway/http-api.ts';
import { localApiId } from './gateway/http-event.ts';
import { type Route, readRoutes } from './gateway/routes.ts';
import { AsyncInvocations, readAsyncSettings } from './lambda/async-invocations.ts';
import { identifyFunctions, readFunctions } from './lambda/function-definition.ts';
import { environmentOf } from './lambda/function-environment.ts';
import { FunctionLogs } from './lambda/function-logs.ts';
import { FunctionPool } from './lambda/function-pool.ts';
import type { InvocationResult } from './lambda/invocation.ts';
import { readEventSources, startEventSource } from './queues/event-source.ts';
import { type AwsClients, type AwsEndpoints, createAwsClients } from './resources/aws-clients.ts';
import { type CreatedKey, createKeys } from './resources/create-keys.ts';
import { type CreatedQueue, createQueues } from './resources/create-queues.ts';
import { type CreatedSecret, createSecrets } from './resources/create-secrets.ts';
import { type CreatedTable, createTables } from './resources/create-tables.ts';
import { readSchedules, startSchedules } from './scheduler/schedules.ts';
import { readCloudAssembly } from './template/cloud-assembly.ts';
import { createDeployment, type Deployment } from './template/deployment.ts';

export interface RunnerOptions {
  /** Where `cdk synth` wrote its templates and assets. */
  readonly cdkOutDir: string;
  readonly aws: { readonly endpoints: AwsEndpoints };
  /** Port of the HTTP API; 0, the default, takes any free one. */
  readonly port?: number;
  /** Folder for one log file per function. */
  readonly logDirectory: string;
  /** How many processes one function may have on this machine. @default 8 */
  readonly maxProcesses?: number;
  /** False leaves schedules to `invoke`. @default true */
  readonly schedules?: boolean;
  /** Told in one line about failed invocations and polls. @default console.error */
  readonly onProblem?: (problem: string) => void;
}

export interface Resources {
  readonly tables: readonly CreatedTable[];
  readonly queues: readonly CreatedQueue[];
  readonly keys: readonly CreatedKey[];
  readonly secrets: readonly CreatedSecret[];
}

export interface Runner {
  readonly apiUrl: string;
  readonly resources: Resources;
  readonly clients: AwsClients;
  /** By function name, e.g. `rollerdoor-write-back`. */
  readonly functions: ReadonlyMap<string, FunctionPool>;
  /** Runs a function once, as its schedule or another program would. @throws Error for an unknown name. */
  invoke(functionName: string, event: unknown): Promise<InvocationResult>;
  /** Stops polling and serving and ends every process. */
  stop(): Promise<void>;
}

// Two cores carry about this many busy processes; more invocations wait.
const defaultMaxProcesses = 8;

/** Brings the synthesized stacks up against emulated AWS and runs their functions, API, queues and schedules. */
export async function startRunner(options: RunnerOptions): Promise<Runner> {
  await using cleanup = new AsyncDisposableStack();
  const deployment = createDeployment(readCloudAssembly(options.cdkOutDir));
  const logs = cleanup.adopt(new FunctionLogs(options.logDirectory), (opened) => opened.close());
  const clients = cleanup.adopt(createAwsClients(options.aws.endpoints), destroyClients);
  const functions = new Map<string, FunctionPool>();
  const polling: Promise<void>[] = [];
  cleanup.defer(() => Promise.all(polling).then(() => {}));
  cleanup.defer(() => stopAll(functions));
  const invoke = (name: string, event: unknown) => poolOf(functions, name).invoke(event);

  // The API comes first because its address is part of the functions' environment; routes follow.
  const routes: Route[] = [];
  const api = await startHttpApi({ routes, port: options.port ?? 0, invoke });
  cleanup.defer(() => api.stop());
  const context: Context = { options, deployment, clients, logs, functions };
  const resources = await createResources(context, api.url);
  createPools(context);
  routes.push(...readRoutes(deployment));
  for (const source of startEventSources(context, resources)) {
    polling.push(source.finished);
    cleanup.defer(() => source.stop());
  }
  const schedules = options.schedules === false ? [] : readSchedules(deployment);
  const queued = new AsyncInvocations({
    settings: readAsyncSettings(deployment),
    invoke,
    onProblem: options.onProblem ?? console.error,
  });
  cleanup.defer(() => queued.stop());
  cleanup.defer(startSchedules(schedules, (name, event) => queued.invoke(name, event)));
  const running = cleanup.move();
  const stop = () => running.disposeAsync();
  return { apiUrl: api.url, resources, clients, functions, invoke, stop };
}

interface Context {
  readonly options: RunnerOptions;
  readonly deployment: Deployment;
  readonly clients: AwsClients;
  readonly logs: FunctionLogs;
  readonly functions: Map<string, FunctionPool>;
}

/** In the order in which resources may refer to one another. */
async function createResources(context: Context, apiUrl: string): Promise<Resources> {
  const { deployment, clients } = context;
  for (const api of deployment.resources('AWS::ApiGatewayV2::Api')) {
    deployment.identify(api, {
      ref: localApiId,
      attributes: { ApiEndpoint: apiUrl, ApiId: localApiId },
    });
  }
  identifyFunctions(deployment);
  const keys = await createKeys(deployment, clients.kms);
  const [tables, secrets, queues] = await Promise.all([
    createTables(deployment, clients.dynamodb),
    createSecrets(deployment, clients.secretsManager),
    createQueues(deployment, clients.sqs),
  ]);
  return { keys, tables, secrets, queues };
}

function createPools({ options, deployment, logs, functions }: Context): void {
  for (const definition of readFunctions(deployment, options.cdkOutDir)) {
    const pool = new FunctionPool({
      definition,
      environment: environmentOf(definition, options.aws.endpoints),
      maxProcesses: options.maxProcesses ?? defaultMaxProcesses,
      log: logs.writerOf(definition.name),
      onProblem: options.onProblem ?? console.error,
    });
    functions.set(definition.name, pool);
  }
}

function startEventSources({ options, deployment, clients, functions }: Context, made: Resources) {
  const sources = readEventSources(deployment).filter(({ isEnabled }) => isEnabled);
  return sources.map((source) => {
    const queue = made.queues.find(({ arn }) => arn === source.queueArn);
    if (!queue) throw new Error(`A mapping reads from ${source.queueArn}, which nobody defines.`);
    return startEventSource({
      source,
      queue,
      pool: poolOf(functions, source.functionName),
      sqs: clients.sqs,
      onProblem: options.onProblem ?? console.error,
    });
  });
}

function poolOf(functions: ReadonlyMap<string, FunctionPool>, name: string): FunctionPool {
  const pool = functions.get(name);
  if (pool) return pool;
  const known = [...functions.keys()].join(', ');
  throw new Error(`There is no function ${name}. There are: ${known}.`);
}

async function stopAll(functions: ReadonlyMap<string, FunctionPool>): Promise<void> {
  await Promise.all([...functions.values()].map((pool) => pool.stop()));
}

function destroyClients(clients: AwsClients): void {
  clients.sqs.destroy();
  clients.dynamodb.destroy();
  clients.kms.destroy();
  clients.secretsManager.destroy();
}
