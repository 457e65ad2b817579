// A runner in a process of its own, for tests that kill it: sets the function to work and goes on until then.
import { startLocalAws } from '../../../../../infra/local/aws/start-local-aws.ts';
import { startRunner } from '../../../../../infra/local/runner/start-runner.ts';

const [, , cdkOutDir = '', logDirectory = ''] = process.argv;
const aws = await startLocalAws();
const runner = await startRunner({ cdkOutDir, aws, logDirectory });
await runner.invoke('Subject', {});
