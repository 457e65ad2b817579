import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { CallCounts } from '../../call-counts.ts';
import { shortNameOf } from './short-name.ts';

interface Pool {
  workers(): readonly { readonly pid: number }[];
}

// What Linux counts CPU time in, on every platform that Node 24 runs on.
const msPerTick = 10;

/** User and system CPU time so far of each function's processes, by function. Linux only. */
export function cpuMsOf(pools: ReadonlyMap<string, Pool>): CallCounts {
  const entries = [...pools].map(([name, pool]) => {
    const ticks = pool.workers().reduce((sum, { pid }) => sum + ticksOf(pid), 0);
    return [shortNameOf(name), ticks * msPerTick] as const;
  });
  return Object.fromEntries(entries);
}

/** `proc_pid_stat(5)`: behind the name in brackets, the 12th and 13th field are user and system time. */
function ticksOf(pid: number): number {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

/** Bytes of all logs in a folder. */
export function logBytesIn(folder: string): number {
  return readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
}
