import type { MailSettings } from '../../contracts/mail-settings.ts';

/** Forms are never inside of each other, so that the nearest end is its own. */
const forms = /<form\b[^>]*\bmethod="post"[^>]*>[\s\S]*?<\/form>/g;
const note =
  '<p class="notice" role="note">You see this with a link for reading: nothing can be changed here.</p>';

/**
 * What every page has of the visit and of the stage: no forms for whoever only reads, and below whom to
 * ask. Done on the finished page, so that no page can forget it.
 */
export async function finishPage(
  response: Response,
  { isReader, contact }: { isReader: boolean; contact: MailSettings['contact'] },
): Promise<Response> {
  const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (!isPage || (!isReader && contact === undefined)) return response;
  let page = await response.text();
  if (isReader) page = page.replaceAll(forms, '').replace(/(<main\b[^>]*>)/, `$1${note}`);
  if (contact !== undefined) page = page.replace('</footer>', `${askLine(contact)}</footer>`);
  return new Response(page, { status: response.status, headers: response.headers });
}

function askLine({ name, href }: NonNullable<MailSettings['contact']>): string {
  return `<p>Questions? Ask <a href="${escaped(href)}">${escaped(name)}</a>.</p>`;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
