import { registerHooks } from 'node:module';
import { pathToFileURL } from 'node:url';
import { bugFromEnv } from './bug-from-env.ts';
import type { PlantedBug } from './planted-bug.ts';

/*
 * Loaded before everything else (`node --import`): while a bug is named in SIM_BUG, the files that it
 * concerns are changed on their way into the engine. What is deployed knows of no switch.
 */
const bug = bugFromEnv(process.env);
if (bug !== undefined) plant(bug);

function plant({ name, edits }: PlantedBug): void {
  const root = new URL('../../..', import.meta.url);
  const byUrl = Map.groupBy(edits, ({ file }) => new URL(file, root).href);
  const planted = new Set<string>();
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      const wanted = byUrl.get(url);
      if (wanted === undefined) return loaded;
      planted.add(url);
      const source = wanted.reduce(edited, textOf(loaded.source));
      return { ...loaded, source };
    },
  });
  process.once('exit', () => {
    // A bug in a file that nobody loads would be "not found" for the wrong reason.
    const missed = [...byUrl.keys()].filter((url) => !planted.has(url));
    if (missed.length === 0) return;
    console.error(`${name}: never loaded ${missed.join(', ')} (from ${pathToFileURL('.').href})`);
    process.exitCode = 3;
  });
}

/** @throws when the text is not there exactly once: the bug has to follow the code. */
function edited(source: string, edit: PlantedBug['edits'][number]): string {
  const parts = source.split(edit.find);
  if (parts.length === 2) return parts.join(edit.replace);
  throw new Error(`"${edit.find}" stands ${parts.length - 1} times in ${edit.file}, not once.`);
}

function textOf(source: unknown): string {
  if (typeof source === 'string') return source;
  if (source instanceof Uint8Array) return new TextDecoder().decode(source);
  throw new Error('A module without text.');
}
