import { describe, expect, it } from 'vitest';
import { provider as providerSchema } from '../../shared/contracts/ids.ts';
import { providerManifests } from '../../shared/targets/provider-manifests.ts';
import { targetIds } from '../../shared/targets/target-ids.ts';
import { readSources, type Source } from './source.ts';
import { idleAllowances, vendorAllowances, vendorNames } from './vendor-names.ts';

const sources = readSources('{functions,infra,shared}/**/*.{ts,tsx}');

const a = (text: string, path = 'shared/domain/a.ts'): Source => ({ path, text });

describe('a vendor', () => {
  it('is named in its folder and nowhere else, comments included', () => {
    expect(sources.flatMap(vendorNames)).toEqual([]);
  });

  it('is named elsewhere only where it has to be', () => {
    expect(idleAllowances(sources)).toEqual([]);
  });

  it.each(targetIds)('of the targets has at most eight such places: %s', (target) => {
    expect(Object.keys(vendorAllowances[target]).length).toBeLessThanOrEqual(8);
  });
});

describe.each(providerSchema.options)('the check for %s', (provider) => {
  const { name } = providerManifests[provider];
  const great = provider.toUpperCase();
  const capital = provider.charAt(0).toUpperCase() + provider.slice(1);

  it.each([
    ['its id', `const target = '${provider}';`],
    ['its name in words for people', `const words = 'Sent to ${name}.';`],
    ['its name in a comment', `/** As ${name} rounds. */`],
    ['the begin of another name', `type A = ${capital}Contact | ${provider}Contact;`],
    ['the end of another name', `await press${capital}();`],
    ['a variable', `env.${great}_SETTINGS;`],
    ['an import', `import { a } from '../targets/${provider}/a.ts';`],
  ])('catches %s', (_what, text) => {
    expect(vendorNames(a(text))).toHaveLength(1);
    expect(vendorNames(a(text, 'infra/stacks/a.ts'))).toHaveLength(1);
    expect(vendorNames(a(text, `infra/${provider}/a.ts`))).toEqual([]);
  });
});

describe('the check for vendors', () => {
  it('lets words pass that only begin alike', () => {
    expect(
      vendorNames(a('// The storage business; Storage, STORAGE, stored, xerography.')),
    ).toEqual([]);
  });

  it('allows a file one vendor and not the others', () => {
    expect(vendorNames(a("'stora' 'xero'", 'shared/source/source-name.ts'))).toHaveLength(1);
  });

  it('lets the folder of one vendor name no other', () => {
    expect(vendorNames(a('// As Stora does.', 'shared/targets/xero/a.ts'))).toHaveLength(1);
    expect(vendorNames(a('// As Xero does.', 'shared/source/stora/a.ts'))).toHaveLength(1);
  });

  it('tells of each line', () => {
    expect(vendorNames(a('// Xero\n\n// Xero'))).toEqual([
      'shared/domain/a.ts:1 names xero; it belongs into the folder of that vendor',
      'shared/domain/a.ts:3 names xero; it belongs into the folder of that vendor',
    ]);
  });

  it('notices an allowance that nothing needs', () => {
    const others = sources.filter(({ path }) => path !== 'shared/targets/registry.ts');

    expect(idleAllowances(others)).toEqual(['shared/targets/registry.ts need not name xero']);
    expect(idleAllowances([...others, a('', 'shared/targets/registry.ts')])).toHaveLength(1);
  });
});
