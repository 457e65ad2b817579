/** Scripted failures of one fake: the next call of an operation throws instead of doing anything. */
export class Faults {
  readonly #scripted = new Map<string, unknown[]>();

  /** May be called several times: each failure is used once, in order. */
  failNext(operation: string, error: unknown): void {
    this.#scripted.set(operation, [...(this.#scripted.get(operation) ?? []), error]);
  }

  /** Called by the fake at the start of each operation. */
  check(operation: string): void {
    const scripted = this.#scripted.get(operation);
    if (!scripted?.length) return;
    throw scripted.shift();
  }
}
