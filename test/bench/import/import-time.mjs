// The process in which one bundle is loaded once and timed. Plain JavaScript, so that nothing but the bundle is
// compiled. Prints {"importMs", "constructMs", "bytecode"}: the second only where the bundle exports `construct`, the
// third where it says what became of its bytecode.
import { createRequire } from 'node:module';

const path = process.argv[2] ?? '';
const require = createRequire(import.meta.url);
const startedAtMs = performance.now();
const loaded = require(path);
const importedAtMs = performance.now();
const constructed = loaded.construct?.();
const constructedAtMs = performance.now();
const constructMs = constructed ? { constructMs: constructedAtMs - importedAtMs } : {};
const { bytecode } = loaded;
process.stdout.write(
  JSON.stringify({ importMs: importedAtMs - startedAtMs, ...constructMs, bytecode }),
);
