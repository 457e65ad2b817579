import { sourceManifest } from '../../source/registry.ts';

/** What became of a press on the pages of issues; it travels in the address of the page that follows. */
const notices = {
  queued: (records: number) =>
    records === 1
      ? 'It is being tried again. This takes a moment: if it goes through, it is gone from here.'
      : `${records} records are being tried again, one after the other. What goes through is gone from here.`,
  no_such_issue: () => 'There was nothing to do: it went through in the meantime.',
  source_not_connected: () =>
    `Connect ${sourceManifest.name} first: records are read anew when they are tried again.`,
  accepted: (records: number) =>
    records === 1
      ? 'It is left as it is, and stands below with your reason.'
      : `${records} records are left as they are. They stand at the end of the list with your reason.`,
  reopened: () => 'It waits again, and is tried when there is hope.',
  changed: () => 'It has changed since you looked, so nothing was done. Look once more.',
  no_reason: () => 'Say in a few words why, then press once more. Nothing was changed.',
  posted_differently: (records: number) =>
    `Saved: from now on they are posted that way. ${records === 1 ? 'One record is' : `${records} records are`} being tried again.`,
  saved_unconnected: () =>
    `Saved: from now on they are posted that way. Connect ${sourceManifest.name}, then they go by themselves.`,
  no_such_choice: () => 'That cannot be chosen any more, so nothing was changed. Choose once more.',
  ledger_not_connected: () =>
    'There is no connection to your books at the moment, so nothing was changed.',
  ledger_busy: () => 'Your books take no calls at the moment. Try again in a minute.',
} as const satisfies Record<string, (records: number) => string>;

export type NoticeKind = keyof typeof notices;

export interface NoticeView {
  tone: 'ok' | 'warn';
  text: string;
}

const good: ReadonlySet<NoticeKind> = new Set([
  'queued',
  'accepted',
  'reopened',
  'posted_differently',
  'saved_unconnected',
]);

/** Reads it from the address; whatever is none of ours says nothing. */
export function noticeOf(
  kind: string | undefined,
  records: string | undefined,
): NoticeView | undefined {
  if (kind === undefined || !isNotice(kind)) return undefined;
  const count = /^\d{1,6}$/.test(records ?? '') ? Number(records) : 1;
  return { tone: good.has(kind) ? 'ok' : 'warn', text: notices[kind](count) };
}

/** The address of the page on which it was pressed, with what became of it. */
export function withNotice(path: string, kind: NoticeKind, records = 1): string {
  const [place = '', query = ''] = path.split('?');
  const told = new URLSearchParams(query);
  told.set('done', kind);
  if (records === 1) told.delete('n');
  else told.set('n', String(records));
  return `${place}?${told}`;
}

const longest = 600;

/** The page of ours that a form names; the list for anything else, for nobody is to be led elsewhere. */
export function ownPage(path: string): string {
  const isOwn = /^\/(?:issues|status)(?:\/[\w-]+){0,3}(?:\?[\w=&%.+*-]*)?$/.test(path);
  return isOwn && path.length <= longest ? path : '/issues';
}

function isNotice(kind: string): kind is NoticeKind {
  return Object.hasOwn(notices, kind);
}
