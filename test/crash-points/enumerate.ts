import { isDeepStrictEqual } from 'node:util';
import { deviation, type Point, pointsOf, representative } from './points.ts';
import type { EffectKind, Finished, Handler, Scenario } from './scenario.ts';

export interface Report {
  title: string;
  handler: Handler;
  effects: readonly EffectKind[];
  steps: number;
  points: number;
  /** Fewer than points, because before and after a read are the same. */
  runs: number;
  /** One sentence per point whose run did not end well. */
  failures: string[];
  /** Of the processor: the machine may be busy with other things. */
  processorMs: number;
}

/** Runs the scenario once without a fault and then once for everything that can happen at each step. */
export async function enumerate(scenario: Scenario): Promise<Report> {
  const { title, handler, effects } = scenario;
  const before = process.cpuUsage();
  const calm = await scenario.run();
  const points = pointsOf(calm.steps);
  const failures = calm.wrongs.map((wrong) => `without any fault: ${wrong}`);
  const runs = new Map<string, string[]>();
  for (const point of points) {
    const step = calm.steps[point.step];
    const run = representative(point, step?.kind);
    const name = `${run.step} ${run.fate}`;
    const wrongs = runs.get(name) ?? (await replay(scenario, calm, run));
    runs.set(name, wrongs);
    const where = `step ${point.step} ${step?.label}, ${point.fate}`;
    failures.push(...wrongs.map((wrong) => `${where}: ${wrong}`));
  }
  const { user, system } = process.cpuUsage(before);
  const processorMs = Math.round((user + system) / 1_000);
  const counts = { steps: calm.steps.length, points: points.length, runs: runs.size };
  return { title, handler, effects, ...counts, failures, processorMs };
}

async function replay(scenario: Scenario, calm: Finished, point: Point): Promise<string[]> {
  try {
    const finished = await scenario.run(point);
    const strayed = deviation(calm.steps, finished.steps, point);
    if (strayed !== undefined) return [`the replay strayed: ${strayed}`];
    const ends = scenario.otherEnds?.(point, calm.steps) ?? [];
    const expected =
      ends.find((end) => isDeepStrictEqual(end, finished.state)) ?? ends[0] ?? calm.state;
    const unaudited = calm.audit.filter((entry) => !finished.audit.includes(entry));
    return [
      ...finished.wrongs,
      ...differences(expected, finished.state),
      ...unaudited.map((entry) => `no activity tells of ${entry}`),
    ];
  } catch (error) {
    return [`it threw ${error instanceof Error ? error.message : String(error)}`];
  }
}

/** Names the parts of the state that differ, each with both values. */
function differences(expected: unknown, actual: unknown): string[] {
  if (isDeepStrictEqual(expected, actual)) return [];
  if (!isRecord(expected) || !isRecord(actual))
    return [`${show(actual)} and not ${show(expected)}`];
  return [...new Set([...Object.keys(expected), ...Object.keys(actual)])]
    .filter((name) => !isDeepStrictEqual(expected[name], actual[name]))
    .map((name) => `${name}: ${change(expected[name], actual[name])}`);
}

function change(expected: unknown, actual: unknown): string {
  if (!Array.isArray(expected) || !Array.isArray(actual))
    return `${show(actual)} and not ${show(expected)}`;
  return `too much ${show(without(actual, expected))}, missing ${show(without(expected, actual))}`;
}

/** What is in the first list more often than in the second. */
function without(some: unknown[], others: unknown[]): unknown[] {
  const left = [...others];
  return some.filter((one) => {
    const at = left.findIndex((other) => isDeepStrictEqual(one, other));
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? 'nothing';
}

const columns = ['steps', 'points', 'runs', 'failures', 'processorMs'] as const;

/** One line per scenario, and the sums, for the output of the run. */
export function tableOf(reports: readonly Report[]): string {
  const rows = reports.map((report) => ({ ...report, failures: report.failures.length }));
  const sums = columns.map((name) => rows.reduce((sum, row) => sum + row[name], 0));
  const lines = [
    ['handler', 'scenario', ...columns],
    ...rows.map((row) => [row.handler, row.title, ...columns.map((name) => String(row[name]))]),
    ['all', '', ...sums.map(String)],
  ];
  const widths = lines[0]?.map((_, at) => Math.max(...lines.map((line) => line[at]?.length ?? 0)));
  return lines
    .map((line) => line.map((cell, at) => cell.padEnd(widths?.[at] ?? 0)).join('  '))
    .map((line) => line.trimEnd())
    .join('\n');
}
