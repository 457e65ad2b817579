import { CfnOutput, Duration, Stack } from 'aws-cdk-lib';
import { HttpMethod, type HttpRoute, HttpRouteKey } from 'aws-cdk-lib/aws-apigatewayv2';
import type { Role } from 'aws-cdk-lib/aws-iam';
import type { IQueue } from 'aws-cdk-lib/aws-sqs';
import type { Construct } from 'constructs';
import { env as applyChangesEnv } from '../../functions/apply-changes/config.ts';
import { env as oauthCallbackEnv } from '../../functions/oauth-callback/config.ts';
import { env as refreshConnectionEnv } from '../../functions/refresh-connection/config.ts';
import { env as refreshTokensEnv } from '../../functions/refresh-tokens/config.ts';
import { env as servePortalEnv } from '../../functions/serve-portal/config.ts';
import { env as walkPagesEnv } from '../../functions/walk-pages/config.ts';
import { env as writeBackEnv } from '../../functions/write-back/config.ts';
import { type Provider, provider, type Target, target } from '../../shared/contracts/ids.ts';
import { tableOf } from '../../shared/contracts/table-of.ts';
import { sourceManifest } from '../../shared/source/registry.ts';
import { sourceName } from '../../shared/source/source-name.ts';
import { providerManifests } from '../../shared/targets/provider-manifests.ts';
import type { StageConfig } from '../config.ts';
import { setDeployedStage } from '../constructs/deployed-stage.ts';
import { FrontDoor } from '../constructs/front-door.ts';
import { allowData, allowSend, allowShow } from '../constructs/grants.ts';
import { HttpFunction } from '../constructs/http-function.ts';
import { QueueWorker } from '../constructs/queue-worker.ts';
import { ScheduledFunction } from '../constructs/scheduled-function.ts';
import { addTokenAlarms } from '../constructs/token-alarms.ts';
import { addWorkerAlarms } from '../constructs/worker-alarms.ts';
import { workerConcurrency } from '../constructs/worker-concurrency.ts';
import { changesQueueOutput, idPart, resourceNames } from '../resource-names.ts';
import { addReceiveWebhook } from './add-receive-webhook.ts';
import { addReconcileBooks } from './add-reconcile-books.ts';
import { addSendMails } from './add-send-mails.ts';
import { addSweeps, type ChangesQueues } from './add-sweeps.ts';
import type { DataStack } from './data-stack.ts';

interface PipelineStackProps {
  readonly config: StageConfig;
  readonly data: DataStack;
  /** Where the functions' bundles are, e.g. `dist`. */
  readonly bundleRoot: string;
}

/** What may be replaced any day: the front door, the queues with their workers, the schedule. */
export class PipelineStack extends Stack {
  readonly frontDoor: FrontDoor;
  readonly routes: Record<
    'receiveWebhook' | 'ledgerEvents' | 'servePortal' | 'deprovision' | 'oauthCallback',
    HttpRoute
  >;

  readonly #config: StageConfig;
  readonly #data: DataStack;
  readonly #bundleRoot: string;

  constructor(scope: Construct, id: string, { config, data, bundleRoot }: PipelineStackProps) {
    super(scope, id);
    this.#config = config;
    this.#data = data;
    this.#bundleRoot = bundleRoot;
    setDeployedStage(this, {
      bytecodeFor: config.bytecodeFor,
      names: resourceNames(config),
      isPaused: (name) =>
        Array.isArray(config.paused) ? config.paused.some((one) => one === name) : config.paused,
      reservesConcurrency: config.reserveConcurrency,
    });
    this.frontDoor = new FrontDoor(this, 'FrontDoor');
    const writeBacks = this.#addWriteBack();
    const changes = this.#addApplyChanges(writeBacks);
    const pages = this.#addWalkPages(changes, writeBacks.queue);
    const environment = this.#providerEnvironment;
    const nights = addReconcileBooks(this, { bundleRoot, data, changes, environment });
    const resuming = { changes, writeBacks: writeBacks.queue, pages };
    this.routes = {
      ...addReceiveWebhook(this, {
        bundleRoot,
        data,
        config,
        changes,
        frontDoor: this.frontDoor,
        environment: this.#dataEnvironment,
      }),
      ...this.#addServePortal(resuming),
      oauthCallback: this.#addOauthCallback(resuming),
    };
    const tokenRefreshes = this.#addRefreshConnection();
    this.#addRefreshTokens(tokenRefreshes);
    addTokenAlarms(this);
    addWorkerAlarms(this);
    addSweeps(this, {
      bundleRoot,
      data,
      changes,
      writeBacks: writeBacks.queue,
      pages,
      nights,
      portalBaseUrl: this.#portalBaseUrl,
      environment: this.#providerEnvironment,
    });
    addSendMails(this, {
      bundleRoot,
      data,
      mail: config.mail,
      portalBaseUrl: this.#portalBaseUrl,
      signingKeySecretName: config.signingKeySecretName,
    });
    new CfnOutput(this, 'PortalBaseUrl', { value: this.#portalBaseUrl });
    for (const name of target.options) {
      new CfnOutput(this, changesQueueOutput(name), { value: changes.of[name].queueUrl });
    }
    new CfnOutput(this, 'WriteBacksQueueUrl', { value: writeBacks.queue.queueUrl });
    new CfnOutput(this, 'PagesQueueUrl', { value: pages.queueUrl });
    new CfnOutput(this, 'NightsQueueUrl', { value: nights.queueUrl });
    new CfnOutput(this, 'TokenRefreshesQueueUrl', { value: tokenRefreshes.queue.queueUrl });
  }

  #addServePortal(queues: ResumingQueues) {
    const portal = new HttpFunction(this, 'ServePortal', {
      folder: 'serve-portal',
      bundleRoot: this.#bundleRoot,
      frontDoor: this.frontDoor,
      throttle: this.#config.throttle.servePortal,
      // Whatever is not a webhook or a callback: a person on a wrong address gets a page, not JSON.
      routeKey: HttpRouteKey.DEFAULT,
      schema: servePortalEnv,
      environment: {
        ...this.#portalEnvironment,
        ...addressesOf(queues),
        DEPROVISION_SECRET_NAME: this.#config.deprovisionSecretName,
        MAIL_SETTINGS: JSON.stringify(this.#config.mail),
      },
      // Disconnecting asks the provider several times; just below the HTTP API's own 30 s.
      timeout: Duration.seconds(29),
      reservedConcurrency: this.#config.concurrency.servePortal,
      alarmName: 'serve-portal-errors',
      impact: 'Operators see an error instead of the connection page.',
    });
    allowData(portal.role, this.#data, {
      // A preview reads the links of a hundred documents at once.
      table: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'],
      // What one operator connects or disconnects may be another operator's, too.
      directory: true,
      clients: provider.options,
      secrets: ['signingKey', 'deprovision'],
      // Disconnecting opens a pair to revoke it, and seals the one that a refresh makes of it.
      seal: ['pkce-verifier', 'tokens'],
      open: ['tokens'],
    });
    // A company chosen on a page of ours: what waited for it goes on at once.
    allowResuming(portal.role, queues);
    // The partner's platform calls it, and a flood of that must not keep operators from their pages.
    const deprovision = portal.addRoute(
      'DeprovisionRoute',
      HttpRouteKey.with('/hooks/deprovision', HttpMethod.POST),
      this.#config.throttle.deprovision,
    );
    return { servePortal: portal.route, deprovision };
  }

  #addOauthCallback(queues: ResumingQueues): HttpRoute {
    const { role, route } = new HttpFunction(this, 'OauthCallback', {
      folder: 'oauth-callback',
      bundleRoot: this.#bundleRoot,
      frontDoor: this.frontDoor,
      throttle: this.#config.throttle.oauthCallback,
      routeKey: HttpRouteKey.with('/callback/{provider}', HttpMethod.GET),
      schema: oauthCallbackEnv,
      environment: { ...this.#portalEnvironment, ...addressesOf(queues) },
      // Just below the 30 s after which the HTTP API gives up, so that it is our page that people see.
      timeout: Duration.seconds(29),
      reservedConcurrency: this.#config.concurrency.oauthCallback,
      alarmName: 'oauth-callback-errors',
      impact: 'Operators come back from a vendor and are not connected.',
    });
    allowData(role, this.#data, {
      table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem', 'Query'],
      // The company that comes back may be another operator's.
      directory: true,
      clients: provider.options,
      secrets: ['signingKey'],
      seal: ['tokens', 'webhook-secret'],
      open: ['tokens', 'pkce-verifier'],
    });
    // What waited for the connection goes on as soon as it stands.
    allowResuming(role, queues);
    return route;
  }

  #addApplyChanges(writeBacks: QueueWorker<typeof writeBackEnv>): ChangesQueues {
    const of = tableOf(target.options, (name) => this.#addApplyChangesTo(name, writeBacks.queue));
    const urls = tableOf(target.options, (name) => of[name].queueUrl);
    return { of, all: Object.values(of), urls: JSON.stringify(urls) };
  }

  #addApplyChangesTo(name: Target, writeBacks: IQueue): IQueue {
    const { queue, worker } = new QueueWorker(this, `Changes${idPart(name)}`, {
      queueName: `changes-${name}`,
      impact: `Invoices and contacts from ${source} stop arriving in ${providerManifests[name].name}.`,
      folder: 'apply-changes',
      name: `apply-changes-${name}`,
      bundleRoot: this.#bundleRoot,
      schema: applyChangesEnv,
      environment: (queueUrl) => ({
        ...this.#providerEnvironment,
        TARGET_SETTINGS: JSON.stringify({ [name]: this.#config.targets[name] }),
        TARGET: name,
        CHANGES_QUEUE_URL: queueUrl,
        WRITE_BACKS_QUEUE_URL: writeBacks.queueUrl,
      }),
      // Ten changes of up to six calls each; what does not fit goes back to the queue.
      timeout: Duration.seconds(45),
      maximumConcurrency: this.#workersOf(name),
    });
    allowData(worker.role, this.#data, {
      ...workerAccess,
      clients: [sourceName, name],
      table: [...workerAccess.table, 'BatchGetItem', 'BatchWriteItem', 'Query'],
    });
    allowSend(worker.role, writeBacks);
    // Its own queue, for what waited for one of the changes.
    allowSend(worker.role, queue);
    return queue;
  }

  #addWriteBack() {
    const writeBacks = new QueueWorker(this, 'WriteBacks', {
      queueName: 'write-backs',
      impact: `${source} stops showing what was posted: contacts lack their links, timelines their notes.`,
      folder: 'write-back',
      bundleRoot: this.#bundleRoot,
      schema: writeBackEnv,
      environment: (queueUrl) => ({
        ...this.#providerEnvironment,
        WRITE_BACKS_QUEUE_URL: queueUrl,
      }),
      timeout: Duration.seconds(30),
      maximumConcurrency: this.#workersOf(sourceName),
    });
    allowData(writeBacks.worker.role, this.#data, {
      ...workerAccess,
      clients: [sourceName],
      table: [...workerAccess.table, 'BatchGetItem', 'BatchWriteItem', 'Query'],
    });
    return writeBacks;
  }

  #addWalkPages(changes: ChangesQueues, writeBacks: IQueue): IQueue {
    const { queue, worker } = new QueueWorker(this, 'Pages', {
      queueName: 'pages',
      impact: `Earlier documents of ${source} that an operator asked for do not arrive in the books.`,
      folder: 'walk-pages',
      bundleRoot: this.#bundleRoot,
      schema: walkPagesEnv,
      environment: (queueUrl) => ({
        ...this.#providerEnvironment,
        PAGES_QUEUE_URL: queueUrl,
        CHANGES_QUEUE_URLS: changes.urls,
        WRITE_BACKS_QUEUE_URL: writeBacks.queueUrl,
      }),
      // Short, since a page whose worker died waits so long; what does not fit goes back to the queue.
      timeout: Duration.seconds(30),
      maximumConcurrency: pageWorkers,
    });
    allowData(worker.role, this.#data, {
      ...workerAccess,
      clients: provider.options,
      table: [...workerAccess.table, 'BatchGetItem', 'Query'],
    });
    for (const one of [...changes.all, writeBacks, queue]) allowSend(worker.role, one);
    return queue;
  }

  #addRefreshConnection() {
    const tokenRefreshes = new QueueWorker(this, 'TokenRefreshes', {
      queueName: 'token-refreshes',
      impact: 'Connections are only refreshed when they are used; idle ones lapse.',
      folder: 'refresh-connection',
      bundleRoot: this.#bundleRoot,
      schema: refreshConnectionEnv,
      environment: (queueUrl) => ({
        ...this.#providerEnvironment,
        TOKEN_REFRESHES_QUEUE_URL: queueUrl,
      }),
      // Two requests of up to 30 s under one lease of 45 s, and time to store what came back.
      timeout: Duration.seconds(60),
      maximumConcurrency: refreshWorkers,
    });
    allowData(tokenRefreshes.worker.role, this.#data, {
      table: ['GetItem', 'PutItem', 'UpdateItem'],
      clients: provider.options,
      seal: ['tokens'],
      open: ['tokens'],
    });
    return tokenRefreshes;
  }

  #addRefreshTokens(tokenRefreshes: QueueWorker<typeof refreshConnectionEnv>): void {
    const { role } = new ScheduledFunction(this, 'RefreshTokens', {
      folder: 'refresh-tokens',
      bundleRoot: this.#bundleRoot,
      schema: refreshTokensEnv,
      environment: {
        ...this.#providerEnvironment,
        PORTAL_BASE_URL: this.#portalBaseUrl,
        TOKEN_REFRESHES_QUEUE_URL: tokenRefreshes.queue.queueUrl,
      },
      everyMinutes: 5,
      // Ends before the next tick, which is not started while this one runs.
      timeout: Duration.minutes(4),
      alarmName: 'refresh-tokens-errors',
      impact:
        'Connections that are not in use may lapse and have to be made again by the operator.',
    });
    allowData(role, this.#data, {
      table: ['GetItem', 'BatchGetItem', 'PutItem', 'UpdateItem'],
      directory: true,
      clients: provider.options,
      // It also repairs an endpoint whose registration with the source was cut off.
      seal: ['tokens', 'webhook-secret'],
      open: ['tokens'],
    });
    allowSend(role, tokenRefreshes.queue);
  }

  get #dataEnvironment() {
    return { TABLE_NAME: this.#data.table.tableName, KEY_ID: this.#data.key.keyId };
  }

  get #providerEnvironment() {
    return {
      ...this.#dataEnvironment,
      STORED_FORMS: this.#config.storedForms,
      SOURCE_SETTINGS: JSON.stringify(this.#config.source),
      TARGET_SETTINGS: JSON.stringify(this.#config.targets),
    };
  }

  get #portalEnvironment() {
    return {
      ...this.#providerEnvironment,
      SIGNING_KEY_SECRET_NAME: this.#config.signingKeySecretName,
      PORTAL_BASE_URL: this.#portalBaseUrl,
    };
  }

  get #portalBaseUrl(): string {
    return this.#config.portalBaseUrl ?? this.frontDoor.api.apiEndpoint;
  }

  #workersOf(name: Provider): number {
    const { sharedCap } = providerManifests[name];
    return workerConcurrency(sharedCap, this.#config.concurrency.workersAtMost);
  }
}

const source = sourceManifest.name;

/** The queues on which work goes on that waited for a person. */
interface ResumingQueues {
  readonly changes: ChangesQueues;
  readonly writeBacks: IQueue;
  readonly pages: IQueue;
}

function addressesOf({ changes, writeBacks, pages }: ResumingQueues) {
  return {
    CHANGES_QUEUE_URLS: changes.urls,
    WRITE_BACKS_QUEUE_URL: writeBacks.queueUrl,
    PAGES_QUEUE_URL: pages.queueUrl,
  };
}

function allowResuming(role: Role, { changes, writeBacks, pages }: ResumingQueues): void {
  for (const queue of [...changes.all, writeBacks]) {
    allowSend(role, queue);
    allowShow(role, queue);
  }
  allowSend(role, pages);
}

/** A backfill waits for its lane most of the time: so many run side by side, the others take turns. */
const pageWorkers = 8;

/** Each refreshes ten connections side by side, at a second or so: thousands in the 5 minutes between sweeps. */
const refreshWorkers = 4;

/** A queue worker reads and saves links, issues, rates and activities, and refreshes tokens when a call is refused. */
const workerAccess = {
  table: ['GetItem', 'PutItem', 'UpdateItem', 'DeleteItem'],
  seal: ['tokens'],
  open: ['tokens'],
} as const;
