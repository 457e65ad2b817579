type BodyText = string | null | undefined;
type Init = {
  method?: string;
  status?: number;
  headers?: HeadersInit | undefined;
  body?: BodyText;
};

/** What requests and responses have in common: headers, and a body that is text and there at once. */
class LightMessage {
  readonly headers: Headers;
  readonly #text: BodyText;

  constructor(body: unknown, headers: HeadersInit | undefined) {
    if (typeof body !== 'string' && body !== null && body !== undefined) {
      throw new TypeError('Inside a simulation bodies are text.');
    }
    this.#text = body;
    this.headers = new Headers(headers);
  }

  get body(): { cancel(): Promise<void> } | null {
    return this.#text === null || this.#text === undefined ? null : { cancel: async () => {} };
  }

  async text(): Promise<string> {
    return this.#text ?? '';
  }

  async json(): Promise<unknown> {
    return JSON.parse(this.#text ?? '');
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return new TextEncoder().encode(this.#text ?? '').buffer;
  }
}

class LightRequest extends LightMessage {
  readonly url: string;
  readonly method: string;

  constructor(url: string | URL, init: Init = {}) {
    super(init.body, init.headers);
    this.url = String(url);
    this.method = init.method ?? 'GET';
  }
}

class LightResponse extends LightMessage {
  readonly status: number;

  constructor(body?: unknown, init: Init = {}) {
    super(body, init.headers);
    this.status = init.status ?? 200;
  }

  static json(value: unknown, init: Init = {}): LightResponse {
    const headers = new Headers(init.headers);
    if (!headers.has('content-type')) headers.set('content-type', 'application/json');
    return new LightResponse(JSON.stringify(value), { ...init, headers });
  }

  get ok(): boolean {
    return this.status >= 200 && this.status < 300;
  }
}

/**
 * Puts requests and responses without streams in the place of the platform's, which spend most of
 * their time on streams that nobody here needs. Returns the way back.
 */
export function makeWebLight(): () => void {
  const { Request, Response } = globalThis;
  Object.assign(globalThis, { Request: LightRequest, Response: LightResponse });
  return () => void Object.assign(globalThis, { Request, Response });
}
