/** Answers are asserted on field by field, so they stay as loose as JSON itself. */
export type Json = ReturnType<typeof JSON.parse>;

/** A clock that stands still until it is moved. */
export class ManualClock {
  #now = Date.parse('2026-11-21T12:00:00Z');
  nowEpochMs(): number {
    return this.#now;
  }
  advance(seconds: number): void {
    this.#now += seconds * 1000;
  }
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Json;
  readonly text: string;
}

/** The answer of a sandbox, read once; `json` is undefined where it is none. */
export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const json = isJson ? JSON.parse(text) : undefined;
  return { status: response.status, headers: response.headers, json, text };
}
