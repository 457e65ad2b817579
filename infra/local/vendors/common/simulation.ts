/**
 * Where a behaviour of a vendor is known from. `documented`: its public documentation says so. `observed`: seen on
 * the very software that it seems to run on. `reported`: others met it at the real one and wrote so in public.
 * `inferred`: nobody says; it is our reading, and where it matters a setting.
 */
export type KnownFrom = 'documented' | 'observed' | 'reported' | 'inferred';

export const meanings: Readonly<Record<KnownFrom, string>> = {
  documented: 'the public documentation says so',
  observed: 'seen on the very software that it seems to run on, not at the vendor itself',
  reported: 'others met it at the real one and wrote so in public',
  inferred: 'nobody says; it is our reading, and where it matters a setting',
};

export type Behaviour = readonly [what: string, from: KnownFrom, where: string];

export interface Area {
  readonly name: string;
  readonly behaviours: readonly Behaviour[];
}

export interface Call {
  readonly method: string;
  readonly path: string;
}

/** What a sandbox simulates of a vendor and what not: its page shows it, and its README must say the same. */
export interface Simulation {
  readonly vendor: string;
  /** What was simulated, in a sentence or two. */
  readonly summary: string;
  readonly calls: readonly Call[];
  readonly areas: readonly Area[];
  /** What people can do or switch on the control page, by the last part of the form's address. */
  readonly actions: Readonly<Record<string, string>>;
  /** Actions without a form: `POST /control/api/{name}/{action}` with JSON. */
  readonly jsonOnly: readonly string[];
  /** What only the program that starts the sandbox can choose, by the name of the option. */
  readonly options: Readonly<Record<string, string>>;
  /** What the real one has and this one has not, and what is there instead. */
  readonly absent: readonly (readonly [what: string, instead: string])[];
}

export interface SimulationTable {
  readonly heading: string;
  readonly columns: readonly [first: string, second: string];
  /** Text between backticks is code. */
  readonly rows: readonly (readonly [first: string, second: string])[];
}

/** The routes of an API with what stands in front of their paths. */
export function callsUnder(basePath: string, routes: readonly Call[]): readonly Call[] {
  return routes.map(({ method, path }) => ({ method, path: basePath + path }));
}

/** The simulation as tables of two columns, in the order in which they are shown. */
export function tablesOf(simulation: Simulation): readonly SimulationTable[] {
  const { calls, areas, actions, jsonOnly, options, absent } = simulation;
  return [
    ...areas.map(
      ({ name, behaviours }): SimulationTable => ({
        heading: name,
        columns: ['Behaves like the real one', 'Known from'],
        rows: behaviours.map(([what, from, where]) => [what, `${from}: ${where}`]),
      }),
    ),
    {
      heading: 'Not simulated',
      columns: ['The real one has', 'This one'],
      rows: absent,
    },
    {
      heading: 'On the control page',
      columns: ['Action', 'What it does'],
      rows: Object.entries(actions).map(([name, what]) => [
        code(name),
        jsonOnly.includes(name) ? `${what} (JSON only)` : what,
      ]),
    },
    {
      heading: 'Chosen at the start',
      columns: ['Option', 'What it chooses'],
      rows: Object.entries(options).map(([name, what]) => [code(name), what]),
    },
    {
      heading: 'Calls',
      columns: ['Path', 'Methods'],
      rows: methodsByPath(calls).map(([path, methods]) => [code(path), methods]),
    },
  ];
}

function methodsByPath(calls: readonly Call[]): readonly (readonly [string, string])[] {
  const byPath = Map.groupBy(calls, ({ path }) => path);
  return [...byPath]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([path, known]) => [path, known.map(({ method }) => method).join(', ')]);
}

function code(text: string): string {
  return `\`${text}\``;
}
