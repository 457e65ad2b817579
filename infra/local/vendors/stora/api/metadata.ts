import type { Metadata } from '../core/resources.ts';
import { ApiError, invalidContent } from './api-error.ts';
import type { ApiCall } from './api-route.ts';

/** Text sets a key, null removes it. */
export type MetadataPatch = Readonly<Record<string, string | null>>;

const maxKeys = 20;
const maxKeyLength = 40;
const maxValueLength = 500;

/**
 * Merges like a merge patch, with the documented surprise: an EMPTY object clears everything.
 * Throws 422 when the result breaks a limit.
 */
export function patchMetadata(current: Metadata, patch: MetadataPatch | undefined): Metadata {
  if (patch === undefined) return current;
  const entries = Object.entries(patch);
  if (entries.length === 0) return {};
  const details = entries.flatMap(([key, value]) => findProblems(key, value));
  if (details.length > 0) throw new ApiError('invalid_content', details);
  const merged: Record<string, string> = { ...current };
  for (const [key, value] of entries) {
    if (value === null) delete merged[key];
    else merged[key] = value;
  }
  if (Object.keys(merged).length > maxKeys) {
    throw invalidContent('/metadata', `object at \`/metadata\` has more than ${maxKeys} keys`);
  }
  return merged;
}

/** Refuses metadata where this Stora is set to know none. */
export function requireMetadata(call: ApiCall, resource: 'contact' | 'webhook_endpoint'): void {
  if (!call.world.settings.absent.metadata.includes(resource)) return;
  throw invalidContent('/metadata', 'key at `/metadata` is not known');
}

function findProblems(key: string, value: string | null): { message: string; pointer: string }[] {
  // A slash or tilde inside a JSON pointer segment is escaped (RFC 6901).
  const pointer = `/metadata/${key.replace(/~/g, '~0').replace(/\//g, '~1')}`;
  const problems: string[] = [];
  if (!/^[a-z0-9._:-]+$/.test(key)) problems.push('has characters outside a-z 0-9 . _ : -');
  if (key.length > maxKeyLength) problems.push(`has a key longer than ${maxKeyLength}`);
  if (value !== null && value.length > maxValueLength) {
    problems.push(`is longer than ${maxValueLength}`);
  }
  return problems.map((problem) => ({ message: `value at \`${pointer}\` ${problem}`, pointer }));
}
