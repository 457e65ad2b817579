import * as z from 'zod/mini';
import { inEnglish } from '../shared/contracts/in-english.ts';
import { mailSettings } from '../shared/contracts/mail-settings.ts';
import { storedForms } from '../shared/contracts/stored-forms.ts';
import { sourceSettings } from '../shared/source/registry.ts';
import { targetSettings } from '../shared/targets/registry.ts';
import { targetIds } from '../shared/targets/target-ids.ts';
import { local } from './stages/local.ts';
import { production } from './stages/production.ts';

const positive = z.int().check(z.positive());

const routeThrottle = z.strictObject({ requestsPerSecond: positive, burst: positive });
export type RouteThrottle = z.infer<typeof routeThrottle>;

const alias = z.string().check(z.startsWith('alias/'));
const keyId = z
  .string()
  .check(z.regex(/^Key[A-Za-z0-9]*$/, 'The id of a key in the stack begins with "Key".'));

/** Every function by its name when deployed, without what the stage adds to it. */
export const functionNames = [
  ...targetIds.map((target) => `apply-changes-${target}` as const),
  'look-at-ledgers',
  'oauth-callback',
  'receive-webhook',
  'reconcile-books',
  'refresh-connection',
  'refresh-tokens',
  'send-mails',
  'serve-portal',
  'start-nights',
  'sweep-write-backs',
  'tend-connections',
  'tend-sources',
  'wake-issues',
  'walk-pages',
  'write-back',
] as const;

const stageConfig = z.strictObject({
  /** Part of the names of stacks and of everything in them. */
  stage: z.string().check(z.regex(/^[a-z][a-z0-9-]{0,19}$/, 'Up to 20 letters, digits, hyphens.')),
  /**
   * Do queues, functions, logs and alarms carry the stage, so that two stages fit into one account?
   * Changing it for a deployed stage replaces them: RUNBOOK, *Give a deployed stage names of its own*.
   */
  namesCarryStage: z.boolean(),
  /**
   * What stands still: everything, or the functions that are named. A deployment sets it and takes it
   * back, because the template changes; a concurrency that was set by hand stays as it is.
   */
  paused: z._default(z.union([z.boolean(), z.array(z.enum(functionNames))]), false),
  /**
   * Processors for which bytecode goes with the functions, as far as the build made some; `[]` leaves it
   * out, and each function starts with its source. Lambda runs them on arm64.
   */
  bytecodeFor: z._default(z.array(z.enum(['arm64', 'x64'])), ['arm64']),
  /** Physical names, so that people and the command find the data without looking a stack up. */
  tableName: z.string(),
  /** The key that seals what is stored: its alias, and its id in the stack. */
  keyAlias: alias,
  keyId: z._default(keyId, 'Key'),
  /**
   * Further keys of this stack while one takes the place of another. `seal`: may do all that the key in
   * use may; `open`: may still open what it sealed; `nothing`: used by nobody, about to leave the stack.
   */
  otherKeys: z._default(
    z.array(z.strictObject({ id: keyId, alias, may: z.enum(['seal', 'open', 'nothing']) })),
    [],
  ),
  /**
   * How is written what the version before wrote otherwise: as it did (`former`), so that it can take over
   * again, or as this one does (`current`). Both are read. A stage that runs already begins with `former`
   * (RUNBOOK, *Go back to the version before*).
   */
  storedForms: z._default(storedForms, 'former'),
  signingKeySecretName: z.string(),
  deprovisionSecretName: z.string(),
  /** Address under which browsers and vendors reach us, no trailing slash; absent: the HTTP API's own. */
  portalBaseUrl: z.optional(
    z.string().check(z.regex(/^https?:\/\/[^\s/]+$/, 'An origin without a trailing slash.')),
  ),
  /** How the stage writes to operators' people; without a sender it writes nothing. */
  mail: z.prefault(mailSettings, {}),
  source: sourceSettings,
  targets: targetSettings,
  /**
   * Is the concurrency below reserved, so that no function takes another's? Off, nothing of it is: a new
   * account may have 10 executions at once, and Lambda refuses what leaves fewer than 100 unreserved.
   */
  reserveConcurrency: z._default(z.boolean(), false),
  concurrency: z.strictObject({
    receiveWebhook: positive,
    servePortal: positive,
    oauthCallback: positive,
    /** Ceiling per queue worker, whatever the vendor would allow. */
    workersAtMost: positive,
  }),
  /** Per route, before any function of ours runs; what exceeds it is answered with 429. */
  throttle: z.strictObject({
    receiveWebhook: routeThrottle,
    servePortal: routeThrottle,
    oauthCallback: routeThrottle,
    deprovision: routeThrottle,
    ledgerEvents: routeThrottle,
  }),
  /**
   * Keys outside of this stack that sealed what is stored before the key of today did. They may open it,
   * and nothing else, until `rollerdoor keys rewrap` is done.
   */
  formerKeyArns: z.array(
    z.string().check(z.regex(/^arn:aws[a-z-]*:kms:[^*]+:key\/[^*]+$/, 'The ARN of a KMS key.')),
  ),
});
export type StageConfig = z.infer<typeof stageConfig>;

const stages: Record<string, (env: Record<string, string | undefined>) => unknown> = {
  local,
  production: () => production,
};

/**
 * Reads a stage's configuration. Only `local` looks at `env` (ROLLERDOOR_PORT_BASE, ROLLERDOOR_LIFT_CAPS).
 * @throws Error that names every unusable value, or the stages there are.
 */
export function readStage(name: string, env: Record<string, string | undefined>): StageConfig {
  const values = Object.hasOwn(stages, name) ? stages[name] : undefined;
  if (!values) {
    throw new Error(
      `There is no stage "${name}". Use -c stage=${Object.keys(stages).join(' or -c stage=')}.`,
    );
  }
  const parsed = z.safeParse(stageConfig, values(env), inEnglish);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`Stage "${name}" in infra/stages is not usable. ${problems.join(' ')}`);
}
