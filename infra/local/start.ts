import { relative } from 'node:path';
import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { type Stack, startStack } from './start-stack.ts';

const help = `npm start -- [--port-base <port>] [--lift-caps]

  --port-base   port of the portal, default 4400; the sandboxes of Stora and Xero take the next two
  --lift-caps   no caps on calls, neither in the sandboxes nor in the functions

The environment variables ROLLERDOOR_PORT_BASE and ROLLERDOOR_LIFT_CAPS=1 do the same.
`;

const defaultPortBase = 4400;
const portRule = 'The port base must be a whole number from 1024 to 65533: three ports are used.';
const port = z.coerce
  .number(portRule)
  .check(z.int(portRule), z.gte(1024, portRule), z.lte(65_533, portRule));

await main();

async function main(): Promise<void> {
  const startedAtMs = performance.now();
  const { values } = parseArgs({
    options: {
      'port-base': { type: 'string' },
      'lift-caps': { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return;
  }
  const stack = await startOrExplain({
    portBase: values['port-base'] ?? process.env.ROLLERDOOR_PORT_BASE ?? defaultPortBase,
    liftCaps: values['lift-caps'] ?? process.env.ROLLERDOOR_LIFT_CAPS === '1',
  });
  if (!stack) return;
  console.log(readyBlock(stack, performance.now() - startedAtMs));
  stopOnSignal(stack);
}

interface Choices {
  readonly portBase: string | number;
  readonly liftCaps: boolean;
}

async function startOrExplain({ portBase, liftCaps }: Choices): Promise<Stack | undefined> {
  try {
    return await startStack({
      portBase: port.parse(portBase),
      liftCaps,
      directory: '.local',
    });
  } catch (error) {
    // Nothing is running any more; the person reads what to do and starts again.
    console.error(explain(error));
    process.exitCode = 1;
    return undefined;
  }
}

function explain(error: unknown): string {
  if (error instanceof z.core.$ZodError)
    return error.issues.map(({ message }) => message).join(' ');
  return error instanceof Error ? error.message : String(error);
}

function readyBlock(stack: Stack, tookMs: number): string {
  return `
ready in ${(tookMs / 1_000).toFixed(1)} s. Everything is on this machine only; Ctrl-C stops it.

  portal          ${stack.portalUrl}
  Stora sandbox   ${stack.storaUrl}/control
  Xero sandbox    ${stack.xeroUrl}/control
  logs            ${relative(process.cwd(), stack.file.logDirectory)}/

Next, in another terminal:

  npm run rollerdoor -- operator add acorn "Acorn Self Storage"
  npm run rollerdoor -- link create acorn
`;
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
