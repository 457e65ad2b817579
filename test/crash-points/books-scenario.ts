import type { Watch, Watched } from './books-watched.ts';
import type { BooksOptions, BooksWorld } from './books-world.ts';
import type { EffectKind } from './scenario.ts';

export interface BooksScenario {
  title: string;
  handler: Watched;
  effects: readonly EffectKind[];
  options?: BooksOptions;
  /** What was posted long ago. */
  before?(world: BooksWorld): Promise<unknown>;
  /** What happens at Stora just now. */
  now(world: BooksWorld): Promise<unknown>;
  /** What both must agree on when a fault may rightly change how the end was reached. */
  sums?(world: BooksWorld): Promise<unknown>;
  /** What happens there once the worker was at it: a call that is repeated is another one then. */
  meanwhile?(world: BooksWorld): Promise<unknown>;
  /** In place of what its handler's scenarios do. */
  watch?: Watch;
}
