import { parseArgs } from 'node:util';
import * as z from 'zod/mini';
import { vendorNames, vendors } from '../vendors/registry.ts';

const names = vendorNames.map((name) => vendors[name].name);
const counts = ['no', 'one', 'two', 'three', 'four', 'five', 'six'];
const inWords = (count: number): string => counts[count] ?? String(count);

export const help = `npm start -- [--port-base <port>] [--lift-caps]

  --port-base   port of the portal, default 4400; the sandboxes of ${names.join(' and ')} take the next ${inWords(names.length)}
  --lift-caps   no caps on calls, neither in the sandboxes nor in the functions

The environment variables ROLLERDOOR_PORT_BASE and ROLLERDOOR_LIFT_CAPS=1 do the same.
`;

export interface StartOptions {
  readonly portBase: number;
  readonly liftCaps: boolean;
}

const defaultPortBase = '4400';
const ports = 1 + names.length;
const highest = 65_536 - ports;
const portRule = `The port base must be a whole number from 1024 to ${highest}: ${inWords(ports)} ports are used.`;
const port = z.coerce
  .number(portRule)
  .check(z.int(portRule), z.gte(1024, portRule), z.lte(highest, portRule));

/** Reads the command line and the environment. @throws Error in words for the person who typed it. */
export function readStartOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): StartOptions | 'help' {
  const { values } = parseOrExplain(args);
  if (values.help) return 'help';
  const portBase = z.safeParse(
    port,
    values['port-base'] ?? env.ROLLERDOOR_PORT_BASE ?? defaultPortBase,
  );
  if (!portBase.success) throw new Error(portRule);
  return {
    portBase: portBase.data,
    liftCaps: values['lift-caps'] ?? env.ROLLERDOOR_LIFT_CAPS === '1',
  };
}

function parseOrExplain(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        'port-base': { type: 'string' },
        'lift-caps': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    // Recovery: the person reads what there is. Node's text goes on about arguments that we have none of.
    const [problem] = error instanceof Error ? error.message.split('. ') : [];
    throw new Error(`${problem}.\n\n${help}`);
  }
}
