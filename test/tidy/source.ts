import { globSync, readFileSync, statSync } from 'node:fs';

/** A file of the project: path from the root with forward slashes, and its text. */
export type Source = { path: string; text: string };

const generated = /(?:^|\/)(?:node_modules|dist|cdk\.out|coverage|\.local)(?:\/|$)/;

/** The files matching the patterns, read from the working tree; generated folders are left out. */
export function readSources(...patterns: string[]): Source[] {
  return globSync(patterns, { exclude: (path) => generated.test(path) })
    .filter((path) => statSync(path).isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .sort()
    .map((path) => ({ path, text: readFileSync(path, 'utf8') }));
}

/** Every file of code in the project. */
export function readCode(): Source[] {
  return readSources('{functions,infra,shared,test}/**/*.{ts,tsx,mjs}', '*.{ts,mjs}');
}

/** Every file that people write and read, code or not. */
export function readTexts(): Source[] {
  return readSources(
    '{functions,infra,shared,test}/**/*.{ts,tsx,mjs,json,md,css,yaml,yml,txt}',
    '*.{ts,mjs,json,md}',
    '.ci/*',
    '.npmrc',
    '.gitignore',
  );
}
