import { describe, expect, it } from 'vitest';
import { recordKind, target } from '../../../shared/contracts/ids.ts';
import { takesKind } from '../../../shared/domain/intake/takes-kind.ts';
import { targets } from '../../../shared/targets/registry.ts';

describe('what a target takes', () => {
  it.each(target.options)('is what its manifest names: %s', (name) => {
    const taken = recordKind.options.filter((kind) => takesKind(name, kind));

    expect(new Set(taken)).toEqual(new Set(targets[name].kinds));
    expect(taken).not.toEqual([]);
  });
});
