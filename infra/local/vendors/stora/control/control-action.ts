import type { JsonObject } from '../core/resources.ts';
import type { Operator, World } from '../core/world.ts';
import type { ControlInput } from './control-input.ts';

export interface ActionResult {
  /** One sentence for the page. */
  readonly message: string;
  readonly data: JsonObject;
}

export type ControlAction = (world: World, operator: Operator, input: ControlInput) => ActionResult;
