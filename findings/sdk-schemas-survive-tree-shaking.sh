#!/bin/sh
# A bundle that makes one kind of call through @aws-sdk/client-kms holds the schemas of every error and of many
# operations of the service, though the SDK's packages say "sideEffects": false and its ES modules are used. Two habits
# of its generated files (schemas_0.js, since the clients work from schemas) keep esbuild from dropping them:
#
# 1. `n0_registry.registerError(NotFoundException$, NotFoundException);` at the top level, once per error, keeps each
#    error's class and schema alive.
# 2. `{ [_e]: _c, [_hE]: 400 }`: computed keys. A bundler may not assume that evaluating a key does nothing (it could
#    have a toString), so an array literal that holds such an object is kept although nobody refers to it.
#    `_e` is a constant text three lines above.
#
# Taking both out of the text (plain keys; no registration of errors that nobody asks for) drops them. Of an
# unregistered error the SDK still makes an error of its service with the right name, message and metadata; only
# `instanceof` and a query-compatible service such as SQS (old names are looked up in the schemas) need it.
#
# Seen with @aws-sdk/client-kms 3.1162.0 and esbuild 0.28.2, minified CommonJS for Node, one operation used: 12,544 bytes of
# error classes and 7,500 of schemas as they are; 0 and 6,207 without the registrations; 0 and 815 with plain keys, too.
#
# Fails when any of this changes.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true}' > package.json
npm install --silent --no-audit --no-fund --no-save @aws-sdk/client-kms@3.1162.0 esbuild@0.28.2

cat > entry.mjs <<'JS'
import { DecryptCommand, KMSClient } from '@aws-sdk/client-kms';
export const decrypt = (blob) => new KMSClient({}).send(new DecryptCommand({ CiphertextBlob: blob }));
JS
cat > bundle.mjs <<'JS'
import { readFileSync } from 'node:fs';
import { build } from 'esbuild';

const steps = {
  'as they are': (text) => text,
  'no errors': (text) => text.replace(/^n0_registry\.registerError\(.*$/gm, ''),
  'no errors, plain keys': (text) => plain(steps['no errors'](text)),
};
const plain = (text) => {
  const texts = new Map([...text.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, value]) => [name, value]));
  return text.replace(/\[(_\w+)\]:/g, (key, name) => `${texts.get(name) ?? key}:`);
};
for (const [name, change] of Object.entries(steps)) {
  const plugin = {
    name: 'change',
    setup: (setup) =>
      setup.onLoad({ filter: /client-kms\/dist-es\/schemas\/schemas_0\.js$/ }, ({ path }) => ({
        contents: change(readFileSync(path, 'utf8')),
        loader: 'js',
      })),
  };
  const { outputFiles, metafile } = await build({
    entryPoints: ['entry.mjs'],
    bundle: true,
    minify: true,
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
    write: false,
    metafile: true,
    plugins: [plugin],
    outfile: 'out.js',
  });
  const text = outputFiles[0].text;
  const classes = text.includes('KeyUnavailableException.prototype') || /name="KeyUnavailableException"/.test(text);
  const schemas = text.includes('"KeyUnavailableException"');
  const bytes = (end) =>
    Object.entries(Object.values(metafile.outputs)[0].inputs)
      .filter(([path]) => path.endsWith(end))
      .reduce((sum, [, { bytesInOutput }]) => sum + bytesInOutput, 0);
  const [errors, shapes] = [bytes('client-kms/dist-es/models/errors.js'), bytes('client-kms/dist-es/schemas/schemas_0.js')];
  process.stderr.write(`  ${name}: errors.js ${errors} bytes, schemas_0.js ${shapes} bytes\n`);
  process.stdout.write(`${name}: class ${classes ? 'kept' : 'dropped'}, name ${schemas ? 'kept' : 'dropped'}\n`);
}
JS
node bundle.mjs > seen.txt
cat seen.txt
cat > expected.txt <<'TXT'
as they are: class kept, name kept
no errors: class dropped, name kept
no errors, plain keys: class dropped, name dropped
TXT
cmp seen.txt expected.txt
