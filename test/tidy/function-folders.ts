import type { Source } from './source.ts';

const expectedFiles = ['config.ts', 'handler.ts', 'wiring.ts'];
const handlerLines = 25;

/** Each functions/<name> that is not exactly a short handler, its wiring and its config. */
export function functionFolderViolations(sources: readonly Source[]): string[] {
  return [...folders(sources)].flatMap(([folder, files]) => [
    ...expectedFiles.filter((name) => !files.has(name)).map((name) => `${folder} has no ${name}.`),
    ...[...files.keys()]
      .filter((name) => !expectedFiles.includes(name))
      .map((name) => `${folder}/${name} belongs in shared/: a function has three files.`),
    ...handlerTooLong(folder, files.get('handler.ts')),
  ]);
}

function folders(sources: readonly Source[]): Map<string, Map<string, Source>> {
  const found = new Map<string, Map<string, Source>>();
  for (const source of sources) {
    const [top, name, ...rest] = source.path.split('/');
    if (top !== 'functions') continue;
    const folder = `${top}/${name}`;
    const files = found.get(folder) ?? new Map<string, Source>();
    found.set(folder, files.set(rest.join('/'), source));
  }
  return found;
}

function handlerTooLong(folder: string, handler: Source | undefined): string[] {
  const lines = handler?.text.trimEnd().split('\n').length ?? 0;
  if (lines <= handlerLines) return [];
  return [`${folder}/handler.ts has ${lines} lines; ${handlerLines} are enough to hand over.`];
}
