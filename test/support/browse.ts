/** A browser without a screen: keeps cookies per origin, follows redirects, sends forms. */
export class Browse {
  readonly #cookies = new Map<string, Map<string, string>>();

  /** Opens an address and follows redirects; answers with the last page. */
  async open(
    url: string,
    init: RequestInit = {},
  ): Promise<{ url: string; status: number; html: string }> {
    let next = { url, init };
    for (let hops = 0; hops < 15; hops += 1) {
      const response = await fetch(next.url, {
        ...next.init,
        redirect: 'manual',
        headers: this.#headers(next),
      });
      this.#keep(next.url, response);
      const location = response.headers.get('location');
      if (location === null)
        return { url: next.url, status: response.status, html: await response.text() };
      next = { url: new URL(location, next.url).href, init: {} };
    }
    throw new Error('Too many redirects.');
  }

  /** Presses the button of the form that sends to `action`, with its own fields and the given ones. */
  async submit(
    page: { url: string; html: string },
    action: string,
    fields: Record<string, string> = {},
  ) {
    const form = formsOf(page.html).find(
      (candidate) => candidate.action === action && !candidate.fields._method,
    );
    if (form === undefined) throw new Error(`No form for ${action} on ${page.url}.`);
    return this.open(new URL(action, page.url).href, {
      method: 'POST',
      body: new URLSearchParams({ ...form.fields, ...fields }),
    });
  }

  #headers({ url, init }: { url: string; init: RequestInit }): Headers {
    const headers = new Headers(init.headers);
    const cookies = this.#cookies.get(new URL(url).origin);
    if (cookies?.size) headers.set('cookie', [...cookies].map((pair) => pair.join('=')).join('; '));
    return headers;
  }

  #keep(url: string, response: Response): void {
    const { origin } = new URL(url);
    const jar = this.#cookies.get(origin) ?? new Map<string, string>();
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = cookie.split(';', 1)[0]?.split(/=(.*)/s) ?? [];
      jar.set(name, value);
    }
    this.#cookies.set(origin, jar);
  }
}

interface Form {
  action: string;
  fields: Record<string, string>;
}

function formsOf(html: string): Form[] {
  return [...html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>(.*?)<\/form>/gs)].map(
    ([, action = '', body = '']) => ({
      action: unescapeHtml(action),
      fields: Object.fromEntries(
        [...body.matchAll(/<input[^>]*type="hidden"[^>]*>/g)].map(([input]) => [
          unescapeHtml(/name="([^"]*)"/.exec(input)?.[1] ?? ''),
          unescapeHtml(/value="([^"]*)"/.exec(input)?.[1] ?? ''),
        ]),
      ),
    }),
  );
}

function unescapeHtml(text: string): string {
  const named: Record<string, string> = {
    '&amp;': '&',
    '&lt;': '<',
    '&gt;': '>',
    '&quot;': '"',
    '&#39;': "'",
  };
  return text.replaceAll(/&(?:amp|lt|gt|quot|#39);/g, (entity) => named[entity] ?? entity);
}
