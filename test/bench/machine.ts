import { arch, availableParallelism, cpus, loadavg, platform, totalmem } from 'node:os';
import { round } from './statistics.ts';

/** What the figures depend on besides the code. */
export interface Machine {
  readonly cpus: number;
  readonly cpuModel: string;
  readonly memoryGib: number;
  readonly platform: string;
  readonly node: string;
  /** Of the minute before the bench: above the number of CPUs, every time below is too long. */
  readonly loadAverage: number;
}

/** The machine and Node that run this. */
export function readMachine(): Machine {
  return {
    cpus: availableParallelism(),
    cpuModel: cpus()[0]?.model.trim() ?? 'unknown',
    memoryGib: Math.round(totalmem() / 2 ** 30),
    platform: `${platform()} ${arch()}`,
    node: process.version,
    loadAverage: round(loadavg()[0] ?? 0, 1),
  };
}
