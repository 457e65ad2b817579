import * as z from 'zod/mini';
import { faultKinds } from '../gate/fault-plan.ts';
import {
  type Action,
  type ActionResult,
  type ControlScene,
  failed,
  succeeded,
  withFields,
} from './action-kit.ts';

const yesOrNo = z.optional(z.union([z.boolean(), z.stringbool()]));

/** How the simulated servers behave. */
export const serverActions: Readonly<Record<string, Action>> = {
  limits: withFields(
    z.object({
      enabled: yesOrNo,
      perTenSeconds: z.optional(count()),
      searchesPerSecond: z.optional(count()),
      sendsRetryAfter: yesOrNo,
    }),
    setLimits,
  ),
  behaviour: withFields(
    z.object({
      multiStatus: z.optional(z.enum(['traced', 'always', 'never'])),
      emailUpsert: z.optional(z.enum(['refuses', 'clears', 'keeps'])),
      mergedId: z.optional(z.enum(['new', 'primary'])),
      searchLagMs: z.optional(count()),
      uninstalledStatus: z.optional(
        z.pipe(z.coerce.number(), z.union([z.literal(401), z.literal(403)])),
      ),
    }),
    ({ world }, fields) => {
      world.behaviour = { ...world.behaviour, ...givenOf(fields) };
      return succeeded('The behaviour is set.');
    },
  ),
  tokens: withFields(
    z.object({ rotatesRefreshTokens: yesOrNo, accessTokenSeconds: z.optional(count()) }),
    ({ world }, fields) => {
      world.grants.settings = { ...world.grants.settings, ...givenOf(fields) };
      return succeeded('The next tokens are like that.');
    },
  ),
  webhooks: withFields(
    z.object({
      doubles: z.optional(rate()),
      shuffles: yesOrNo,
      firstRetryMs: z.optional(count()),
      refusalsEnd: yesOrNo,
    }),
    setWebhooks,
  ),
  faults: withFields(
    z.object({
      rates: z.optional(z.partialRecord(z.enum(faultKinds), rate())),
      latencyMs: z.optional(count()),
      latencyJitterMs: z.optional(count()),
      ...Object.fromEntries(faultKinds.map((kind) => [kind, z.optional(rate())])),
    }),
    setFaults,
  ),
  'fault-next': withFields(
    z.object({
      kind: z.enum(faultKinds),
      count: z._default(count(), 1),
      method: z.optional(z.string()),
      pathIncludes: z.optional(z.string()),
    }),
    ({ world }, { method, pathIncludes, ...fault }) => {
      world.faults.script({
        ...fault,
        method: method?.toUpperCase() || undefined,
        pathIncludes: pathIncludes || undefined,
      });
      return succeeded(`The next ${fault.count} matching calls: ${fault.kind}.`);
    },
  ),
  'faults-off': ({ world }) => {
    world.faults.calm();
    return succeeded('Faults are off.');
  },
};

function rate() {
  return z.coerce.number().check(z.minimum(0), z.maximum(1));
}

function count() {
  return z.coerce.number().check(z.int(), z.minimum(0));
}

function setLimits({ world }: ControlScene, fields: object): ActionResult {
  world.limiter.settings = { ...world.limiter.settings, ...givenOf(fields) };
  return succeeded(`Limits are ${world.limiter.settings.enabled ? 'on' : 'off'}.`);
}

function setWebhooks({ webhooks }: ControlScene, fields: object): ActionResult {
  if (webhooks === undefined) return failed('No webhooks are set up.');
  webhooks.settings = { ...webhooks.settings, ...givenOf(fields) };
  return succeeded('The webhooks are set.');
}

// Rates come as `rates` in JSON, and each by its own name from the form.
function setFaults(
  { world }: ControlScene,
  fields: {
    readonly rates?: Readonly<Partial<Record<(typeof faultKinds)[number], number>>> | undefined;
    readonly latencyMs?: number | undefined;
    readonly latencyJitterMs?: number | undefined;
    readonly [kind: string]: unknown;
  },
): ActionResult {
  const { settings } = world.faults;
  const single = faultKinds.flatMap((kind) => {
    const share = fields[kind];
    return typeof share === 'number' ? [[kind, share] as const] : [];
  });
  world.faults.settings = {
    latencyMs: fields.latencyMs ?? settings.latencyMs,
    latencyJitterMs: fields.latencyJitterMs ?? settings.latencyJitterMs,
    rates: { ...settings.rates, ...fields.rates, ...Object.fromEntries(single) },
  };
  return succeeded('Faults are set.');
}

function givenOf(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
