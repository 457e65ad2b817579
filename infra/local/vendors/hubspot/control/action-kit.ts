import * as z from 'zod/mini';
import { inEnglish } from '../../../common/in-english.ts';
import type { HubspotWorld } from '../core/world.ts';
import type { Scene } from '../crm/records.ts';
import type { Outcome } from '../crm/refusal.ts';
import type { WebhookSender } from '../webhooks/webhook-sender.ts';

/** Result of an action in words for people. */
export interface ActionResult {
  readonly ok: boolean;
  readonly message: string;
}

/** Where an action takes place: in an account, by hand. */
export interface ControlScene extends Scene {
  readonly world: HubspotWorld;
  readonly webhooks: WebhookSender | undefined;
}

export type Action = (scene: ControlScene, fields: unknown) => ActionResult;

/** An action with fields of a shape; what does not fit is told. */
export function withFields<T>(
  schema: z.ZodMiniType<T>,
  act: (scene: ControlScene, fields: T) => ActionResult,
): Action {
  return (scene, fields) => {
    const parsed = z.safeParse(schema, fields, inEnglish);
    if (parsed.success) return act(scene, parsed.data);
    const [issue] = parsed.error.issues;
    return failed(`${issue?.path.join('.') || 'Fields'}: ${issue?.message ?? 'not valid'}`);
  };
}

/** The good words, or those of the refusal. */
export function told<T>(outcome: Outcome<T>, message: string): ActionResult {
  return outcome.ok ? succeeded(message) : failed(outcome.refusal.message);
}

export function succeeded(message: string): ActionResult {
  return { ok: true, message };
}

export function failed(message: string): ActionResult {
  return { ok: false, message };
}
