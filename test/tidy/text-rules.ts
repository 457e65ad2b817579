import type { Source } from './source.ts';

/** Words that leave work undone in the text, written so that this file does not contain them. */
const unfinished = /\b(?:TO[D]O|FIX[M]E|X{3})\b/;
/** Absolute paths of one person's machine. A URL's path or a relative path does not match. */
const machinePath = /(?<![\w.:/*~}-])\/(?:home|root|Users|work|workspace)\/\w/;
const kebabCase = /^\.?[a-z0-9]+(?:-[a-z0-9]+)*(?:\.[a-z0-9]+(?:-[a-z0-9]+)*)*$/;
const exactVersion = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/** Longest useful length of each document, in lines: beyond it a reader stops. */
const documentLines: Record<string, number> = {
  'README.md': 150,
  'CONTRIBUTING.md': 100,
  'ARCHITECTURE.md': 400,
};

/** Unfinished work noted in the text instead of in an issue. */
export function unfinishedWork(source: Source): string[] {
  return linesMatching(source, unfinished, 'notes unfinished work; open an issue');
}

/** Paths that exist on one machine only. */
export function machinePaths(source: Source): string[] {
  return linesMatching(source, machinePath, 'names a path of one machine');
}

/** Files and folders not named in kebab-case. */
export function oddNames(source: Source): string[] {
  const isFine = source.path.split('/').every((name) => kebabCase.test(name));
  return isFine ? [] : [`${source.path} is not kebab-case`];
}

/** Documents longer than their readers' patience. */
export function longDocuments(source: Source): string[] {
  const limit = documentLines[source.path] ?? Number.POSITIVE_INFINITY;
  const lines = source.text.trimEnd().split('\n').length;
  return lines > limit ? [`${source.path} has ${lines} lines; ${limit} are enough`] : [];
}

/** Dependencies of package.json that are not pinned to one version. */
export function loosePins(manifest: Record<string, unknown>): string[] {
  return ['dependencies', 'devDependencies', 'optionalDependencies'].flatMap((field) =>
    Object.entries(manifest[field] ?? {})
      .filter(([, version]) => !exactVersion.test(String(version)))
      .map(([name, version]) => `${name} is pinned to ${version}, not to one version`),
  );
}

/** Registry addresses in the lockfile or in .npmrc: they tie a fresh clone to one registry. */
export function registryAddresses(source: Source): string[] {
  return linesMatching(source, /"resolved":|registry\s*=/, 'names a registry');
}

/** Functions that a document does not mention. */
export function unmentionedFunctions(document: Source, functionNames: readonly string[]): string[] {
  return functionNames
    .filter((name) => !document.text.includes(name))
    .map((name) => `${document.path} does not mention ${name}`);
}

function linesMatching(source: Source, pattern: RegExp, what: string): string[] {
  return source.text
    .split('\n')
    .flatMap((line, index) => (pattern.test(line) ? [`${source.path}:${index + 1} ${what}`] : []));
}
