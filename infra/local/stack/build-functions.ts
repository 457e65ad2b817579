import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../../..', import.meta.url));

/**
 * Builds the functions, for whoever has understood its own options first: it takes a while.
 * @throws Error when it fails; what it printed says why.
 */
export async function buildFunctions(stdout: 'inherit' | 2 = 'inherit'): Promise<void> {
  const child = spawn(process.execPath, ['infra/build.ts'], {
    cwd: root,
    stdio: ['inherit', stdout, 'inherit'],
  });
  const code = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error('The functions could not be built; the output above says why.');
}
