// What Lambda loads first: it hands V8 the bytecode that the build made of handler.js, so that nothing is parsed
// and compiled again. Plain CommonJS, as it is copied beside each bundle. Bytecode of another Node, processor or
// source is not used, and the function starts as it would without.
'use strict';
const { hash } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { wrapper } = require('node:module');
const { join } = require('node:path');
const { Script } = require('node:vm');

const path = join(__dirname, 'handler.js');
const digestBytes = 20;
const [head, tail] = wrapper.map((text) => Buffer.from(text));

module.exports = load();

function load() {
  const bytecode = readBytecode();
  if (bytecode === undefined) return Object.assign(require(path), { bytecode: 'absent' });
  const source = readFileSync(path);
  if (!isWhole(bytecode) || !isOf(source, bytecode)) {
    return Object.assign(require(path), { bytecode: 'unusable' });
  }
  // A bundle is ASCII, which the build sees to: read as such, and in one piece, it takes a quarter of the memory.
  const script = new Script(Buffer.concat([head, source, tail]).latin1Slice(), {
    filename: path,
    cachedData: bytecode.subarray(2 * digestBytes),
  });
  const module = { exports: {} };
  script.runInThisContext().call(module.exports, module.exports, require, module, path, __dirname);
  const bytecodeState = script.cachedDataRejected ? 'rejected' : 'used';
  return Object.assign(module.exports, { bytecode: bytecodeState });
}

/** V8 refuses bytecode made under other flags; `gc` is there when Node runs with --expose-gc, as on Lambda. */
function readBytecode() {
  const flags = typeof globalThis.gc === 'function' ? '-gc' : '';
  try {
    return readFileSync(
      join(
        __dirname,
        'bytecode',
        `${process.version}-${process.platform}-${process.arch}${flags}.bin`,
      ),
    );
  } catch {
    // Recovery: the build made none for this Node; the source is compiled.
    return undefined;
  }
}

/** V8 does not look: of damaged bytecode its process dies. */
function isWhole(bytecode) {
  const expected = bytecode.subarray(digestBytes, 2 * digestBytes);
  return expected.equals(hash('sha1', bytecode.subarray(2 * digestBytes), 'buffer'));
}

/** V8 compares lengths only: of another source as long as this one it would run the bytecode. */
function isOf(source, bytecode) {
  return bytecode.subarray(0, digestBytes).equals(hash('sha1', source, 'buffer'));
}
