const ticketLifeMs = 600_000;

interface Ticket<R> {
  readonly request: R;
  readonly browser: string;
  readonly nowEpochMs: number;
}

/** Against forged forms: a ticket is good once, for ten minutes, and only from the browser that was shown the page. */
export class ConsentTickets<T extends Ticket<unknown>> {
  readonly #open = new Map<string, T>();

  add(name: string, ticket: T): void {
    for (const [known, each] of this.#open) {
      if (ticket.nowEpochMs - each.nowEpochMs > ticketLifeMs) this.#open.delete(known);
    }
    this.#open.set(name, ticket);
  }

  take(name: string | undefined, browser: string | undefined, nowEpochMs: number): T | undefined {
    const ticket = name === undefined ? undefined : this.#open.get(name);
    if (ticket === undefined || name === undefined || ticket.browser !== browser) return undefined;
    this.#open.delete(name);
    return nowEpochMs - ticket.nowEpochMs > ticketLifeMs ? undefined : ticket;
  }
}

/** The text of a field; undefined where it is absent or a file. */
export function textOf(form: FormData, name: string): string | undefined {
  const value = form.get(name);
  return typeof value === 'string' ? value : undefined;
}
