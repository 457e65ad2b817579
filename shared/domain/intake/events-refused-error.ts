import { ProviderError, type ProviderFailure } from '../errors/errors.ts';
import type { EventHints } from './narrow-events.ts';

/** The source refuses an endpoint, and nothing tells that it is for another reason than its event types. */
export class EventsRefusedError extends ProviderError {
  readonly sent: string[];
  readonly hints: EventHints;

  constructor(failure: ProviderFailure, refusal: { sent: string[]; hints: EventHints }) {
    super(failure);
    this.sent = refusal.sent;
    this.hints = refusal.hints;
  }
}
