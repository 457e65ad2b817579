// The one file that must run on whatever Node a fresh machine has (20 or later) before anything is installed:
// plain JavaScript, no dependencies. It installs what is missing, finds Node 24, and hands over to it.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { arch, constants as os, platform } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const requiredNodeMajor = 24;
const chromium = '/usr/bin/chromium';

const build = { name: 'build', tool: 'node', args: ['infra/build.ts'] };
const vitest = (...projects) => ['run', ...projects.flatMap((project) => ['--project', project])];

/**
 * `part: 'tests'` marks what `npm test` has already run; `needs` names what the step cannot run without; `beside`
 * lets the next steps begin meanwhile: the month-end run in the browser mostly waits for the vendors' caps.
 */
const checks = [
  {
    name: 'format and lint',
    tool: 'biome',
    args: ['ci', '--colors=off', '--diagnostic-level=warn', '.'],
  },
  { name: 'types', tool: 'tsc', args: ['--noEmit'] },
  { name: 'dead code', tool: 'knip', args: [] },
  build,
  { name: 'import law', tool: 'vitest', args: vitest('tidy'), part: 'tests' },
  { name: 'tests', tool: 'vitest', args: vitest('main'), part: 'tests' },
  { name: 'synth with cdk-nag', tool: 'cdk', args: ['synth', '--quiet', '--no-notices'] },
  {
    // A change of the engine is played in 2,000 and more before it is done: CONTRIBUTING.
    name: 'simulation',
    tool: 'nice',
    args: ['-n', '19', 'node', 'test/simulation/sim.ts', '--seeds', '300'],
    beside: true,
  },
  {
    name: 'planted bugs',
    tool: 'nice',
    args: ['-n', '19', 'node', 'test/simulation/planted/find-bugs.ts'],
    beside: true,
  },
  { name: 'browser tests', tool: 'vitest', args: vitest('browser'), needs: missingChromium },
];

const commands = {
  // Builds by itself, as the bench does, after it has understood its options.
  start: (args) => runInTurn([{ tool: 'node', args: ['infra/local/start.ts', ...args] }]),
  build: () => runInTurn([build]),
  app: () => runInTurn([{ tool: 'node', args: ['infra/app.ts'] }]),
  rollerdoor: (args) => runInTurn([{ tool: 'node', args: ['infra/cli/main.ts', ...args] }]),
  test: (args) =>
    runInTurn([build, { tool: 'vitest', args: [...vitest('main', 'tidy'), ...args] }]),
  browser: (args) =>
    runInTurn([
      build,
      { tool: 'vitest', args: [...vitest('browser'), ...args], needs: missingChromium },
    ]),
  sim: (args) => runInTurn([{ tool: 'node', args: ['test/simulation/sim.ts', ...args] }]),
  'sim:bugs': (args) =>
    runInTurn([{ tool: 'node', args: ['test/simulation/planted/find-bugs.ts', ...args] }]),
  penny: (args) => runInTurn([{ tool: 'node', args: ['test/penny/penny.ts', ...args] }]),
  bench: (args) => runInTurn([{ tool: 'node', args: ['test/bench/run.ts', ...args] }]),
  check: (args) => runChecks(args.includes('--after-test')),
};

/** These answer a question: they install nothing, least of all beside a start that does. */
const asked = ['app', 'rollerdoor'];

await main(process.argv.slice(2));

async function main([name, ...args]) {
  if (!Object.hasOwn(commands, name ?? '')) {
    fail(`Say what to do: node infra/local/bootstrap.mjs ${Object.keys(commands).join(' | ')}`);
  }
  if (!isInstalled()) {
    if (asked.includes(name)) {
      fail(
        'The project is not installed yet. Run "npm start" first, or "npm ci" for a deployed stage.',
      );
    }
    process.stderr.write('installing dependencies\n');
    // Errors only: on an older Node npm warns about every package that needs 24, which it is about to install.
    const stdio = ['inherit', 2, 'inherit'];
    const code = await run({ tool: 'npm', args: ['ci', '--loglevel=error'], stdio });
    if (code !== 0) fail(`npm ci failed (exit code ${code}); its output above says why.`);
  }
  useNode(findNode());
  process.exit(await commands[name](args));
}

/** True when npm's own record of what it installed agrees with package-lock.json: nothing missing, no other version. */
function isInstalled() {
  const record = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(record)) return false;
  const installed = readPackages(record);
  const wanted = readPackages(join(root, 'package-lock.json'));
  // Optional packages of other platforms are in the lockfile but never on disk.
  return Object.entries(wanted).every(([path, entry]) =>
    installed[path] === undefined
      ? path === '' || entry.optional === true
      : installed[path].version === entry.version,
  );
}

function readPackages(path) {
  return JSON.parse(readFileSync(path, 'utf8')).packages;
}

function findNode() {
  const pinned = join(root, `node_modules/node-linux-${arch()}/bin/node`);
  if (platform() === 'linux' && existsSync(pinned)) return pinned;
  if (Number.parseInt(process.versions.node, 10) >= requiredNodeMajor) return process.execPath;
  return fail(
    `Node ${requiredNodeMajor} or later is needed and this is ${process.version}. On Linux x64 and arm64 it comes with` +
      ' the dependencies unless optional ones are left out: run "npm ci --include=optional". Elsewhere install' +
      ` Node ${requiredNodeMajor} from https://nodejs.org or with "nvm install ${requiredNodeMajor}", then try again.`,
  );
}

/** Every tool started from here on, and whatever those start, finds this Node and the project's own tools first. */
function useNode(node) {
  const path = [join(root, 'node_modules/.bin'), dirname(node), process.env.PATH ?? ''];
  process.env.PATH = path.join(delimiter);
  process.env.CDK_DISABLE_CLI_TELEMETRY = 'true';
}

async function runInTurn(steps) {
  for (const step of steps) {
    const problem = step.needs?.();
    if (problem) fail(problem);
    const code = await run(step);
    if (code !== 0) return code;
  }
  return 0;
}

async function runChecks(isAfterTest) {
  let failures = 0;
  const beside = [];
  for (const step of checks) {
    if (isAfterTest && step.part === 'tests') continue;
    if (step.needs && process.env.ROLLERDOOR_SKIP_BROWSER === '1') {
      say('skipped', step.name, 'ROLLERDOOR_SKIP_BROWSER=1');
      continue;
    }
    const passing = passes(step);
    if (step.beside) beside.push(passing);
    else if (!(await passing)) failures += 1;
  }
  failures += (await Promise.all(beside)).filter((isPassed) => !isPassed).length;
  return failures === 0 ? 0 : 1;
}

async function passes(step) {
  const startedAtMs = performance.now();
  const output = [];
  const problem = step.needs?.();
  const code = problem ? 1 : await run(step, output);
  const seconds = ((performance.now() - startedAtMs) / 1000).toFixed(1);
  say(code === 0 ? 'ok' : 'FAILED', step.name, `${seconds} s`);
  if (code !== 0) process.stdout.write(problem ? `${problem}\n` : Buffer.concat(output));
  return code === 0;
}

/** Runs one tool to its end. With `output` it is silent and what it prints is collected; otherwise it has the terminal. */
function run({ tool, args, stdio = 'inherit' }, output) {
  const child = spawn(tool, args, {
    cwd: root,
    stdio: output ? ['ignore', 'pipe', 'pipe'] : stdio,
    env: output ? withoutColor(process.env) : process.env,
  });
  child.stdout?.on('data', (chunk) => output.push(chunk));
  child.stderr?.on('data', (chunk) => output.push(chunk));
  const forward = (signal) => child.kill(signal);
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  for (const signal of signals) process.on(signal, forward);
  return new Promise((resolve) => {
    child.once('error', (error) => fail(`${tool} could not be started: ${error.message}`));
    child.once('close', (code, signal) => {
      for (const name of signals) process.off(name, forward);
      resolve(code ?? 128 + os.signals[signal]);
    });
  });
}

function withoutColor({ FORCE_COLOR, ...env }) {
  return { ...env, NO_COLOR: '1' };
}

/** What to do about a missing browser, or undefined when it is there. */
function missingChromium() {
  if (existsSync(chromium)) return undefined;
  return (
    `Browser tests need Debian's chromium at ${chromium}: "apt-get install --no-install-recommends chromium` +
    ' fonts-liberation" as root, or set ROLLERDOOR_SKIP_BROWSER=1 to leave them out.'
  );
}

function say(result, name, detail) {
  process.stdout.write(`${result.padEnd(8)} ${name.padEnd(20)} ${detail}\n`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
