import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFunctions } from './stack/build-functions.ts';
import { requireFreePorts } from './stack/free-ports.ts';
import { help, readStartOptions, type StartOptions } from './stack/start-options.ts';
import { portsTaken, type Stack, startStack } from './stack/start-stack.ts';
import { requireWritableFolder } from './stack/writable-folder.ts';
import { vendorNames, vendors } from './vendors/registry.ts';

/** 1: it failed; 2: the command line is not understood. */
const exitCodes = { failed: 1, usage: 2 };

const root = fileURLToPath(new URL('../..', import.meta.url));

await main();

async function main(): Promise<void> {
  const startedAtMs = performance.now();
  const options = optionsOrExplain();
  if (!options) return;
  const stack = await startOrExplain(options);
  if (!stack) return;
  console.log(readyBlock(stack, performance.now() - startedAtMs));
  stopOnSignal(stack);
}

function optionsOrExplain(): StartOptions | undefined {
  try {
    const options = readStartOptions(process.argv.slice(2), process.env);
    if (options !== 'help') return options;
    process.stdout.write(help);
  } catch (error) {
    // Nothing was begun; the person reads what there is to type.
    console.error(explain(error));
    process.exitCode = exitCodes.usage;
  }
  return undefined;
}

/** A folder for each port base: stacks side by side have their own logs, and the command finds each. */
async function startOrExplain({ portBase, liftCaps }: StartOptions): Promise<Stack | undefined> {
  try {
    const directory = join('.local', String(portBase));
    requireWritableFolder(join(root, directory));
    requireWritableFolder(join(root, 'dist'));
    await requireFreePorts(portBase, portsTaken);
    // Last of all that can be checked before.
    await buildFunctions();
    return await startStack({ portBase, liftCaps, directory });
  } catch (error) {
    // Nothing is running any more; the person reads what to do and starts again.
    console.error(explain(error));
    process.exitCode = exitCodes.failed;
    return undefined;
  }
}

function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function readyBlock(stack: Stack, tookMs: number): string {
  return `
ready in ${(tookMs / 1_000).toFixed(1)} s. Everything is on this machine only; Ctrl-C stops it.

  portal          ${stack.portalUrl}
${sandboxLines(stack)}
  mails           ${stack.file.mailUrl}
  logs            ${relative(process.cwd(), stack.file.logDirectory)}/

Next, in another terminal:

  npm run rollerdoor -- operator add acorn "Acorn Self Storage"
  npm run rollerdoor -- link create acorn
`;
}

function sandboxLines({ sandboxes }: Stack): string {
  const lines = vendorNames.map((name) => {
    const title = `${vendors[name].name} sandbox`.padEnd(15);
    return `  ${title} ${sandboxes[name].url}/control`;
  });
  return lines.join('\n');
}

/** Ctrl-C may come twice, from the terminal and passed on by npm: the first one counts. */
function stopOnSignal(stack: Stack): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    stack.stop().then(
      () => process.exit(0),
      (error: unknown) => {
        // Too late to mend: every child ends with this process anyway.
        console.error(error);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}
