import type { Links } from '../../shared/ports/links.ts';

/** Lets links that are read together be read one after the other, for a test that steps in at one. */
export function oneByOne(links: Links): void {
  links.getMany = async (keys) => {
    const found: Awaited<ReturnType<Links['getMany']>> = [];
    for (const key of keys) found.push(await links.get(key));
    return found;
  };
}
