// Run by the very Node that is to use the bytecode, with the same flags: loads each bundle and writes what V8 has
// compiled by then. Plain JavaScript without dependencies. Arguments: the folders of bundles.
// Bytecode that a former run made of the same source is kept: V8 never gives the same bytes twice.
import { hash } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { Script } from 'node:vm';

const digestBytes = 20;
const flags = typeof globalThis.gc === 'function' ? '-gc' : '';
const fileName = `${process.version}-${process.platform}-${process.arch}${flags}.bin`;

for (const folder of process.argv.slice(2)) make(resolve(folder));
process.stdout.write(fileName);

function make(folder) {
  const bytecodePath = join(folder, 'bytecode', fileName);
  const path = join(folder, 'handler.js');
  const source = readFileSync(path);
  const sourceDigest = hash('sha1', source, 'buffer');
  if (madeOf(bytecodePath)?.equals(sourceDigest)) return;
  const script = new Script(Module.wrap(source.toString('latin1')), { filename: path });
  const module = { exports: {} };
  const require = createRequire(path);
  // What runs while loading is compiled now and gets into the bytecode; the rest stays lazy, as it is small that way.
  script.runInThisContext().call(module.exports, module.exports, require, module, path, folder);
  const data = script.createCachedData();
  mkdirSync(join(folder, 'bytecode'), { recursive: true });
  writeFileSync(bytecodePath, Buffer.concat([sourceDigest, hash('sha1', data, 'buffer'), data]));
}

function madeOf(bytecodePath) {
  try {
    return readFileSync(bytecodePath).subarray(0, digestBytes);
  } catch {
    // Recovery: there is none yet, and it is made.
    return undefined;
  }
}
