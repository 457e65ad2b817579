import { type Provider, provider as providerSchema } from '../../shared/contracts/ids.ts';
import { tableOf } from '../../shared/contracts/table-of.ts';
import { sourceName } from '../../shared/source/source-name.ts';
import { providerManifests } from '../../shared/targets/provider-manifests.ts';
import { targetIds } from '../../shared/targets/target-ids.ts';
import type { Source } from './source.ts';

const providers = providerSchema.options;

/** Files that name the source although their path does not, each with the reason. */
const ofSource = {
  'shared/source/source-name.ts': 'the name by which stored items and variables know the source',
  'shared/source/registry.ts': 'says which folder is the source',
  'shared/source/clients.ts': 'opens what runs of the source',
  'infra/local/vendors/registry.ts': 'lists the sandboxes',
};

/** The same for every target: where the recipe for adding one puts its lines. */
const ofTargets = {
  'shared/targets/target-ids.ts': 'the names by which stored items and variables know the targets',
  'shared/targets/registry.ts': 'lists the folders of the targets',
  'shared/targets/clients.ts': 'opens what runs of each target',
  'infra/local/vendors/registry.ts': 'lists the sandboxes',
};

/** What differs between vendors belongs into their folders; a list of vendors is made of the registries. */
export const vendorAllowances: Readonly<Record<Provider, Readonly<Record<string, string>>>> = {
  [sourceName]: ofSource,
  ...tableOf(targetIds, () => ofTargets),
};

/** Every provider with the lines that name it where neither the path does nor it is allowed. */
export function vendorNames(source: Source): string[] {
  return providers
    .filter((provider) => !names(source.path, provider))
    .filter((provider) => vendorAllowances[provider][source.path] === undefined)
    .flatMap((provider) => linesNaming(source, provider));
}

/** Allowed files that name the vendor no more, and reasons that are none. */
export function idleAllowances(sources: readonly Source[]): string[] {
  return providers.flatMap((provider) =>
    Object.entries(vendorAllowances[provider])
      .filter(([path, reason]) => {
        const source = sources.find((candidate) => candidate.path === path);
        return source === undefined || !names(source.text, provider) || reason.length < 10;
      })
      .map(([path]) => `${path} need not name ${provider}`),
  );
}

function linesNaming({ path, text }: Source, provider: Provider): string[] {
  return text
    .split('\n')
    .flatMap((line, at) =>
      names(line, provider)
        ? [`${path}:${at + 1} names ${provider}; it belongs into the folder of that vendor`]
        : [],
    );
}

/** By its id or its name, as a word or as a part of a longer one: "storaContact", and not "storage". */
function names(text: string, provider: Provider): boolean {
  return [provider, providerManifests[provider].name].some((name) => {
    const [first = '', ...rest] = [...name];
    const small = `[${first.toLowerCase()}${first.toUpperCase()}]${RegExp.escape(rest.join(''))}(?![a-z])`;
    const great = `${RegExp.escape(name.toUpperCase())}(?![A-Z])`;
    return new RegExp(`${small}|${great}`).test(text);
  });
}
