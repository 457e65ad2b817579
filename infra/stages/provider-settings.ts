import { type Provider, provider, target } from '../../shared/contracts/ids.ts';
import type { ProviderManifest } from '../../shared/contracts/provider-manifest.ts';
import type { ProviderAddresses } from '../../shared/contracts/provider-settings.ts';
import { tableOf } from '../../shared/contracts/table-of.ts';
import { sourceAddresses } from '../../shared/source/registry.ts';
import { sourceName } from '../../shared/source/source-name.ts';
import { providerManifests } from '../../shared/targets/provider-manifests.ts';
import { targetAddresses } from '../../shared/targets/registry.ts';

/** What a stage may make a provider's settings of. */
interface AboutProvider {
  name: Provider;
  manifest: ProviderManifest;
  addresses: ProviderAddresses;
  /** The source is 0, targets follow as they are listed: so the sandboxes take their ports. */
  place: number;
}

const addresses: Readonly<Record<Provider, ProviderAddresses>> = {
  [sourceName]: sourceAddresses,
  ...targetAddresses,
};

/** The settings of the source and of every target at one stage; `settingsOf` may say other values for one. */
export function providerSettings(stage: string, settingsOf: (about: AboutProvider) => object) {
  const settings = (name: Provider) => ({
    clientSecretName: `rollerdoor/${stage}/${name}-client`,
    ...settingsOf({
      name,
      manifest: providerManifests[name],
      addresses: addresses[name],
      place: provider.options.indexOf(name),
    }),
  });
  return { source: settings(sourceName), targets: tableOf(target.options, settings) };
}
