import type { MailSettings } from '../../contracts/mail-settings.ts';

export type MailBlock =
  | { kind: 'paragraph'; text: string }
  | { kind: 'item'; title: string; text: string };

export interface MailPart {
  subject: string;
  blocks: MailBlock[];
  button: { words: string; href: string };
}

interface MailFoot {
  contact: MailSettings['contact'];
  unsubscribeUrl?: string;
}

export function paragraphs(...texts: string[]): MailBlock[] {
  return texts.map((text) => ({ kind: 'paragraph', text }));
}

/** The same words twice: as text, and as HTML without pictures, scripts or anything to fetch. */
export function writeMail(part: MailPart, foot: MailFoot): { text: string; html: string } {
  return { text: textOf(part, foot), html: htmlOf(part, foot) };
}

function textOf({ blocks, button }: MailPart, foot: MailFoot): string {
  const said = blocks.map((block) =>
    block.kind === 'paragraph' ? block.text : `* ${block.title}\n  ${block.text}`,
  );
  return [...said, `${button.words}: ${button.href}`, '--', ...footLines(foot)].join('\n\n');
}

function footLines({ contact, unsubscribeUrl }: MailFoot): string[] {
  return [
    ...(contact === undefined ? [] : [`Questions? Ask ${contact.name}: ${contact.href}`]),
    ...(unsubscribeUrl === undefined ? [] : [`No more of these mails: ${unsubscribeUrl}`]),
    'This mail was sent by Rollerdoor, which keeps your storage business and your books in step.',
  ];
}

function htmlOf({ subject, blocks, button }: MailPart, foot: MailFoot): string {
  const said = blocks.map((block) =>
    block.kind === 'paragraph'
      ? `<p>${escaped(block.text)}</p>`
      : `<p><strong>${escaped(block.title)}</strong><br>${escaped(block.text)}</p>`,
  );
  const { contact, unsubscribeUrl } = foot;
  const ask =
    contact === undefined
      ? ''
      : `Questions? Ask <a href="${escaped(contact.href)}">${escaped(contact.name)}</a>. `;
  const end =
    unsubscribeUrl === undefined
      ? ''
      : `<a href="${escaped(unsubscribeUrl)}">No more of these mails</a>. `;
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8">',
    `<meta name="viewport" content="width=device-width"><title>${escaped(subject)}</title></head>`,
    '<body style="font:16px/1.5 system-ui,sans-serif;color:#1b2430;background:#fff;margin:0">',
    '<div style="max-width:36rem;margin:0 auto;padding:1rem">',
    '<p style="font-weight:700">Rollerdoor</p>',
    ...said,
    `<p><a href="${escaped(button.href)}" style="display:inline-block;padding:.6rem 1.1rem;`,
    `background:#0b5a8a;color:#fff;text-decoration:none;border-radius:.4rem">${escaped(button.words)}</a></p>`,
    `<p style="font-size:14px;color:#4a5665">${ask}${end}`,
    'This mail was sent by Rollerdoor, which keeps your storage business and your books in step.</p>',
    '</div></body></html>',
  ].join('\n');
}

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
}
