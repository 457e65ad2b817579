// The process in which one bundle is loaded once and timed. Plain JavaScript, so that nothing but the bundle is
// compiled. Prints {"importMs", "bytecode"}: the second where the bundle says what became of its bytecode.
import { createRequire } from 'node:module';

const path = process.argv[2] ?? '';
const require = createRequire(import.meta.url);
const startedAtMs = performance.now();
const { bytecode } = require(path);
const importMs = performance.now() - startedAtMs;
process.stdout.write(JSON.stringify({ importMs, bytecode }));
