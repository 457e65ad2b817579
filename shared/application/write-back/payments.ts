import type { Activity } from '../../contracts/activity-item.ts';
import type { Link } from '../../contracts/link-item.ts';
import { owesSource } from '../../domain/links/owe.ts';
import type { Activities } from '../../ports/activities.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Links } from '../../ports/links.ts';
import { saveDebts } from './save-debts.ts';

/** What was written to the source, and what that changes on its link. */
export interface Payment {
  link: Link;
  activity: Activity;
  change: (link: Link) => Link;
  fits?: (fresh: Link) => boolean;
  /** That the write was answered, for the journal; left out where writing it once more does no harm. */
  answered?: (link: Link) => Link;
}

/**
 * A worker that dies does once more what is not taken down: an event under its key, which does nothing,
 * or the same metadata. So what was paid may wait for what is paid after it, but not for long: not until
 * its link is read anew for another message.
 */
const waitAtMostMs = 1_000;

interface PaymentPorts {
  activities: Activities;
  links: Links;
  clock: Clock;
}

/** What came of taking a payment down: the link as it stands now, or why it could not be saved. */
export type Settled = { link: Link } | { error: unknown };

/**
 * Payments of a batch: their activities are appended together, each before its debt is taken away, so
 * that no worker that dies in between leaves a write untold.
 */
export class Payments {
  readonly #ports: PaymentPorts;
  #waiting: Array<{ payment: Payment; position: number }> = [];
  #sinceEpochMs = 0;

  constructor(ports: PaymentPorts) {
    this.#ports = ports;
  }

  /**
   * Takes a payment down, now or with those after it, and returns the link without the debt. Now where
   * the link owes more: what comes next on it builds on what is stored. `position`: of the message.
   */
  async take(payment: Payment, position: number): Promise<Link> {
    const paid = payment.change(payment.link);
    if (!owesSource(paid)) {
      if (this.#waiting.length === 0) this.#sinceEpochMs = this.#ports.clock.nowEpochMs();
      this.#waiting.push({ payment, position });
      return paid;
    }
    await this.#tell([payment]);
    return saveDebts(payment.link, this.#ports.links, payment);
  }

  get isDue(): boolean {
    const waitedMs = this.#ports.clock.nowEpochMs() - this.#sinceEpochMs;
    return this.#waiting.length > 0 && waitedMs >= waitAtMostMs;
  }

  /** Takes down what waits; what came of each, by the position of its message. */
  async settle(): Promise<Map<number, Settled>> {
    const settling = this.#waiting.splice(0);
    const settled = new Map<number, Settled>();
    if (settling.length === 0) return settled;
    try {
      await this.#tell(settling.map(({ payment }) => payment));
    } catch (error) {
      // Recovery: the debts stand, and their messages come back.
      return new Map(settling.map(({ position }) => [position, { error }]));
    }
    for (const { payment, position } of settling) {
      try {
        const link = await saveDebts(payment.link, this.#ports.links, payment);
        settled.set(position, { link });
      } catch (error) {
        // Recovery: the caller's, as for any other failure of this message.
        settled.set(position, { error });
      }
    }
    return settled;
  }

  /** @throws when they could not be told of; that they were written is in the journal then. */
  async #tell(payments: Payment[]): Promise<void> {
    const { activities, links } = this.#ports;
    try {
      await activities.appendAll(payments.map(({ activity }) => activity));
    } catch (error) {
      for (const { link, answered } of payments) {
        if (answered === undefined) continue;
        try {
          await saveDebts(link, links, { change: answered });
        } catch {
          // Recovery: sent again under its key, which does nothing while the source remembers that.
        }
      }
      throw error;
    }
  }
}
