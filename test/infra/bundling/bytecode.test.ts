import { execFileSync } from 'node:child_process';
import { hash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { addBytecode, nodesOf } from '../../../infra/bundling/bytecode.ts';

const source = (said: string) =>
  `"use strict";let n=0;function greet(){n+=1;return "${said}"+n}greet();exports.handler=()=>greet();`;
const thisNode = [[process.execPath]];
const plain = `${process.version}-${process.platform}-${process.arch}.bin`;
const withGc = `${process.version}-${process.platform}-${process.arch}-gc.bin`;

let root: string;
let bundle: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'rollerdoor-bytecode-'));
  bundle = join(root, 'some-function');
  mkdirSync(bundle);
  writeFileSync(join(bundle, 'package.json'), '{"type":"commonjs"}');
  writeFileSync(join(bundle, 'handler.js'), source('first'));
});

afterEach(() => rmSync(root, { recursive: true }));

describe('a function that starts with bytecode', () => {
  it('uses what the build made for this Node', () => {
    expect(addBytecode([bundle], thisNode)).toEqual({ names: [plain, withGc], problems: [] });
    expect(start()).toEqual({ bytecode: 'used', said: 'first2' });
    expect(start('--expose-gc')).toEqual({ bytecode: 'used', said: 'first2' });
  });

  it('starts from its source where there is none', () => {
    addBytecode([bundle], []);
    expect(start()).toEqual({ bytecode: 'absent', said: 'first2' });
  });

  it('starts from its source when V8 has other flags', () => {
    addBytecode([bundle], thisNode);
    expect(start('--no-opt')).toEqual({ bytecode: 'rejected', said: 'first2' });
  });

  it('starts from its source when the bytecode is of another V8', () => {
    addBytecode([bundle], thisNode);
    rewrite((bytes) => bytes.writeUInt32LE(1, headerAt + 4));
    sign();
    expect(start()).toEqual({ bytecode: 'rejected', said: 'first2' });
  });

  it.each([
    ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 200)],
    ['cut off within its digests', (bytes: Buffer) => bytes.subarray(0, 30)],
    ['empty', () => Buffer.alloc(0)],
    ['longer', (bytes: Buffer) => Buffer.concat([bytes, Buffer.from('more')])],
    ['of other bytes', (bytes: Buffer) => Buffer.from(bytes).fill(0x5a, bytes.length - 300)],
    ['something else', () => Buffer.from('<html>Not found</html>'.repeat(20))],
  ])('starts from its source when the bytecode is %s', (_, damage) => {
    addBytecode([bundle], thisNode);
    const path = join(bundle, 'bytecode', plain);
    writeFileSync(path, damage(readFileSync(path)));
    expect(start()).toEqual({ bytecode: 'unusable', said: 'first2' });
  });

  it('runs its source and not bytecode of another one of the same length', () => {
    addBytecode([bundle], thisNode);
    writeFileSync(join(bundle, 'handler.js'), source('other'));
    expect(start()).toEqual({ bytecode: 'unusable', said: 'other2' });
  });

  it('fails as it would without when its source fails', () => {
    writeFileSync(join(bundle, 'handler.js'), source('first'));
    addBytecode([bundle], thisNode);
    writeFileSync(join(bundle, 'handler.js'), 'throw new Error("no wiring");');
    expect(() => start()).toThrow('no wiring');
  });
});

describe('the build', () => {
  it('keeps bytecode of the same source and replaces that of another', () => {
    addBytecode([bundle], thisNode);
    const path = join(bundle, 'bytecode', plain);
    const former = readFileSync(path);
    addBytecode([bundle], thisNode);
    expect(readFileSync(path).equals(former)).toBe(true);
    writeFileSync(join(bundle, 'handler.js'), source('other'));
    addBytecode([bundle], thisNode);
    expect(start()).toEqual({ bytecode: 'used', said: 'other2' });
  });

  it('removes bytecode of a Node that is no longer asked', () => {
    mkdirSync(join(bundle, 'bytecode'));
    writeFileSync(join(bundle, 'bytecode/v24.0.0-linux-arm64.bin'), 'former');
    addBytecode([bundle], thisNode);
    expect(readdirSync(join(bundle, 'bytecode')).sort()).toEqual([withGc, plain].sort());
  });

  it('tells of a Node that cannot run here, and goes on', () => {
    const { names, problems } = addBytecode([bundle], [...thisNode, ['/nonexistent/node']]);
    expect(names).toEqual([plain, withGc]);
    expect(problems).toEqual([
      'no bytecode from "/nonexistent/node": spawnSync /nonexistent/node ENOENT',
      'no bytecode from "/nonexistent/node --expose-gc": spawnSync /nonexistent/node ENOENT',
    ]);
  });

  it('asks the Node of the functions’ processor beside its own', () => {
    expect(nodesOf({})).toEqual([[process.execPath]]);
    expect(nodesOf({ ROLLERDOOR_BYTECODE_NODE: 'qemu-aarch64 -L /arm ./node ' })).toEqual([
      [process.execPath],
      ['qemu-aarch64', '-L', '/arm', './node'],
    ]);
  });
});

// Behind the digests of source and bytecode, of 20 bytes each, comes what V8 wrote, its version in the second word.
const headerAt = 40;

function rewrite(change: (bytes: Buffer) => void): void {
  const path = join(bundle, 'bytecode', plain);
  const bytes = readFileSync(path);
  change(bytes);
  writeFileSync(path, bytes);
}

/** Makes the digest fit again, so that V8 itself has to notice. */
function sign(): void {
  rewrite((bytes) => hash('sha1', bytes.subarray(headerAt), 'buffer').copy(bytes, headerAt / 2));
}

function start(...flags: string[]): unknown {
  const script =
    'const loaded = require("./start.js");' +
    'console.log(JSON.stringify({ bytecode: loaded.bytecode, said: loaded.handler() }))';
  return JSON.parse(
    execFileSync(process.execPath, [...flags, '-e', script], {
      cwd: bundle,
      encoding: 'utf8',
      stdio: 'pipe',
    }),
  );
}
