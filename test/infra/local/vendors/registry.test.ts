import { describe, expect, it } from 'vitest';
import { vendorNames, vendors } from '../../../../infra/local/vendors/registry.ts';
import { provider } from '../../../../shared/contracts/ids.ts';
import { sourceName } from '../../../../shared/source/source-name.ts';
import { providerManifests } from '../../../../shared/targets/provider-manifests.ts';

describe('the registry of sandboxes', () => {
  it('has one of every provider, in the order in which the local stage gives them ports', () => {
    expect(vendorNames).toEqual(provider.options);
  });

  it('calls each as the portal does, and says which is the source', () => {
    for (const name of provider.options) {
      expect(vendors[name].name).toBe(providerManifests[name].name);
      expect(vendors[name].role).toBe(name === sourceName ? 'source' : 'target');
    }
  });
});
