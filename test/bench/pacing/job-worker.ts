import { parentPort, workerData } from 'node:worker_threads';
import { planJobs } from './plan-jobs.ts';

/** A thread that measures the jobs it is told by number; virtual time replaces this thread's timers only. */
const jobs = planJobs(workerData);

parentPort?.on('message', async (index: number) => {
  const measured = await jobs[index]?.measure();
  parentPort?.postMessage({ index, measured });
});
