// The process of one Lambda environment: loads the built bundle and works through the Runtime API. Plain
// JavaScript, because stripping types would add about 25 ms to every cold start.
import { Agent, request } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const {
  AWS_LAMBDA_RUNTIME_API: runtimeApi = '',
  LAMBDA_TASK_ROOT: taskRoot = '',
  _HANDLER: handlerName = '',
} = process.env;
const keptAlive = new Agent({ keepAlive: true, maxSockets: 1 });
let currentRequestId;

// The runner holds the other end of stdin: when it goes, however it goes, this process goes too.
process.stdin.on('close', () => process.exit(0));
process.stdin.on('error', () => process.exit(0));
process.stdin.resume();
// Ctrl-C reaches the whole process group; the runner ends its processes itself, in order.
process.on('SIGINT', () => {});

process.on('uncaughtException', (error) => die('Runtime.UncaughtException', error));
process.on('unhandledRejection', (error) => die('Runtime.UnhandledPromiseRejection', error));

const handler = await loadHandler();
for (;;) await work();

async function loadHandler() {
  try {
    const dot = handlerName.lastIndexOf('.');
    const module = createRequire(join(taskRoot, '/'))(join(taskRoot, handlerName.slice(0, dot)));
    const found = module[handlerName.slice(dot + 1)];
    if (typeof found === 'function') return found;
    throw new Error(`${handlerName} is undefined or not exported`);
  } catch (error) {
    console.error(error);
    await post('init/error', reportOf(error));
    process.exit(1);
  }
}

async function work() {
  const { headers, body } = await call({ method: 'GET', path: 'invocation/next' });
  currentRequestId = headers['lambda-runtime-aws-request-id'];
  process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'];
  try {
    const result = await handler(JSON.parse(body), contextOf(headers));
    await post(`invocation/${currentRequestId}/response`, result === undefined ? null : result);
  } catch (error) {
    // Node's error code survives neither JSON nor the next line otherwise.
    console.error('Invoke Error', error);
    await post(`invocation/${currentRequestId}/error`, reportOf(error));
  }
  currentRequestId = undefined;
}

function contextOf(headers) {
  const deadlineEpochMs = Number(headers['lambda-runtime-deadline-ms']);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    getRemainingTimeInMillis: () => Math.max(0, deadlineEpochMs - Date.now()),
  };
}

function reportOf(error, errorType) {
  const isError = error instanceof Error;
  return {
    errorType: errorType ?? (isError ? error.name : typeof error),
    errorMessage: isError ? error.message : String(error),
    trace: isError ? String(error.stack).split('\n') : [],
  };
}

async function die(errorType, error) {
  console.error(errorType, error);
  const path = currentRequestId ? `invocation/${currentRequestId}/error` : 'init/error';
  currentRequestId = undefined;
  // A second connection: the agent's only one may be waiting for work.
  const text = JSON.stringify(reportOf(error, errorType));
  await call({ method: 'POST', path, text, agent: false }).catch(() => {});
  process.exit(128);
}

async function post(path, value) {
  await call({ method: 'POST', path, text: JSON.stringify(value) });
}

function call({ method, path, text = '', agent = keptAlive }) {
  return new Promise((resolve, reject) => {
    const [host, port] = runtimeApi.split(':');
    const options = { host, port, method, path: `/2018-06-01/runtime/${path}`, agent };
    const outgoing = request(options, (incoming) => {
      const chunks = [];
      incoming.on('data', (chunk) => chunks.push(chunk));
      incoming.on('error', reject);
      incoming.on('end', () =>
        resolve({ headers: incoming.headers, body: Buffer.concat(chunks).toString('utf8') }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(text);
  });
}
