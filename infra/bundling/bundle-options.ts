import type { BuildOptions } from 'esbuild';

/**
 * How a function becomes one self-contained file, the AWS SDK included, so that a release runs what was
 * tested. CommonJS because a static ESM import of node:http costs about 20 ms of cold start on Node 24.
 */
export const bundleOptions = {
  bundle: true,
  minify: true,
  format: 'cjs',
  platform: 'node',
  target: 'node24',
  // ES modules first: their unused parts can be left out, which takes a third off the AWS SDK and 20 ms off its loading.
  mainFields: ['module', 'main'],
  // `import('node:http')` makes Node's ESM loader evaluate every getter of the module; `require` does not.
  supported: { 'dynamic-import': false },
  // Maps serve to read a stack trace afterwards; loading them in Lambda would cost 10 to 20 ms.
  sourcemap: 'external',
  sourcesContent: false,
  legalComments: 'none',
  jsx: 'automatic',
  jsxImportSource: 'hono/jsx',
  logLevel: 'warning',
} satisfies BuildOptions;
