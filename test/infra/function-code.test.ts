import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Stack } from 'aws-cdk-lib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { functionCode, type Processor } from '../../infra/constructs/function-code.ts';
import { emptyApp, resourcesOf, synthesize } from './synthesized.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rollerdoor-code-'));
});

afterEach(() => rmSync(root, { recursive: true }));

describe('the code of a function', () => {
  it('holds bytecode of the processors that the stage names', () => {
    const { files, handler } = staged(aBundle('first'), ['arm64']);
    expect(handler).toBe('start.handler');
    expect(files('bytecode')).toEqual(['v24.1.0-linux-arm64-gc.bin', 'v24.1.0-linux-arm64.bin']);
    expect(files('')).toContain('handler.js');
  });

  it('holds none and starts with the bundle where the stage names no processor', () => {
    const { files, handler } = staged(aBundle('first'), []);
    expect(handler).toBe('handler.handler');
    expect(files('')).not.toContain('bytecode');
  });

  it('is the same code whatever bytes V8 gave, and other code when the source changes', () => {
    const former = staged(aBundle('first'), ['arm64']).hash;
    expect(staged(aBundle('first', { bytes: 'others' }), ['arm64']).hash).toBe(former);
    expect(staged(aBundle('second'), ['arm64']).hash).not.toBe(former);
    expect(staged(aBundle('first', { starter: 'another' }), ['arm64']).hash).not.toBe(former);
    expect(staged(aBundle('first'), ['arm64', 'x64']).hash).not.toBe(former);
  });

  it('has to be built first', () => {
    const bundle = aBundle('first');
    rmSync(join(bundle, 'start.js'));
    expect(() => functionCode(bundle, ['arm64'])).toThrow(
      `There is no ${bundle}/start.js: run "npm run build" first.`,
    );
    expect(() => functionCode(bundle, [])).not.toThrow();
  });
});

it('a stage without bytecode starts every function with its bundle', () => {
  const { pipeline } = synthesize('production', {}, { bytecodeFor: [] });
  for (const { properties } of resourcesOf(pipeline, 'AWS::Lambda::Function')) {
    expect(properties.Handler).toBe('handler.handler');
  }
});

function aBundle(source: string, { bytes = 'bytes', starter = 'starter' } = {}): string {
  const bundle = mkdtempSync(join(root, 'bundle-'));
  mkdirSync(join(bundle, 'bytecode'));
  writeFileSync(join(bundle, 'handler.js'), source);
  writeFileSync(join(bundle, 'start.js'), starter);
  writeFileSync(join(bundle, 'package.json'), '{}');
  for (const name of ['linux-arm64', 'linux-arm64-gc', 'linux-x64']) {
    writeFileSync(join(bundle, 'bytecode', `v24.1.0-${name}.bin`), bytes);
  }
  return bundle;
}

function staged(bundle: string, bytecodeFor: Processor[]) {
  const outDir = mkdtempSync(join(root, 'out-'));
  const { code, handler } = functionCode(bundle, bytecodeFor);
  const app = emptyApp(outDir);
  code.bind(new Stack(app, 'Planted'));
  const [asset = ''] = readdirSync(outDir).filter((name) => name.startsWith('asset.'));
  return {
    handler,
    hash: asset,
    files: (folder: string) => readdirSync(join(outDir, asset, folder)).sort(),
  };
}
