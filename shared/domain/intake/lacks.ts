import type { RecordKind } from '../../contracts/ids.ts';
import { sourceManifest } from '../../source/registry.ts';
import { DeferredError, ProviderError } from '../errors/errors.ts';
import { isGranted } from './fewer-scopes.ts';

/** What a source may lack of that which we rely on. The books do without, perhaps an hour later. */
export type Lack =
  | 'endpoint'
  | 'timeline_source'
  | 'timeline_template'
  | 'timeline_right'
  | 'contact_right';

const missing: Record<string, Lack> = {
  timeline_source_missing: 'timeline_source',
  timeline_template_missing: 'timeline_template',
};

/** Tells an error that only somebody at the source can mend, and that concerns every record alike. */
export function lackOf(error: unknown, kind: RecordKind): Lack | undefined {
  if (error instanceof DeferredError) {
    return Object.hasOwn(missing, error.reason) ? missing[error.reason] : undefined;
  }
  if (!(error instanceof ProviderError) || error.failure.status !== 403) return undefined;
  return kind === 'contact' ? 'contact_right' : 'timeline_right';
}

const rights: Partial<Record<Lack, string>> = {
  timeline_right: sourceManifest.scopes.writeTimeline,
  contact_right: sourceManifest.scopes.writeContacts,
};

/** The grant itself says that the right is lacking. */
export function isLackOfGrant(lack: Lack, scopes: string): boolean {
  const right = rights[lack];
  return right !== undefined && !isGranted(scopes, right);
}

const { name: source } = sourceManifest;

const words: Record<Lack, string> = {
  endpoint: `Our notifications were switched off in ${source}. Changes are read once an hour instead, so they arrive later. Ours are switched on again by themselves within a day. Reconnect ${source} to have that at once.`,
  timeline_source: `${source} has not set up our source for its timeline yet, so our notes do not appear there.`,
  timeline_template: `${source} has not set up our template for its timeline yet, so our notes do not appear there.`,
  timeline_right: `${source} does not let us write to its timeline, so our notes do not appear there.`,
  contact_right: `${source} does not let us write to contacts, so they do not show their counterpart in the books.`,
};

const isLack = (name: string): name is Lack => Object.hasOwn(words, name);

/** Noted, and not before the latest authorization. */
export function isLacking(
  lacks: Record<string, string> | undefined,
  lack: Lack,
  connectedAt: string,
): boolean {
  const since = lacks?.[lack];
  return since !== undefined && Date.parse(since) >= Date.parse(connectedAt);
}

/** In an operator's words; what was noted before the latest authorization is out of date. */
export function describeLacks(
  lacks: Record<string, string> | undefined,
  connectedAt: string,
): string[] {
  return Object.keys(lacks ?? {}).flatMap((name) =>
    isLack(name) && isLacking(lacks, name, connectedAt) ? [words[name]] : [],
  );
}
