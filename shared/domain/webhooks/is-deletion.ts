import { sourceManifest } from '../../source/registry.ts';

/** Does an event of this type end its record? */
export function isDeletion(type: string): boolean {
  return sourceManifest.deletions.includes(type);
}
