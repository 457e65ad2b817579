import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, Stack, Validations } from 'aws-cdk-lib';
import { Queue } from 'aws-cdk-lib/aws-sqs';
import { AwsSolutionsChecks } from 'cdk-nag';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { readStage } from '../../infra/config.ts';
import { addStacks } from '../../infra/stacks/add-stacks.ts';
import { emptyApp, withBundles } from './synthesized.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe('validation at synthesis', () => {
  it.each(['production', 'local'])(
    'finds nothing in the %s stage beyond what is accepted',
    (stage) => {
      const { found, accepted } = validate((app, root) =>
        addStacks(app, readStage(stage, {}), root),
      );
      expect(found).toEqual([]);
      expect(accepted).toEqual([
        `AwsSolutions-APIG4 at rollerdoor-${stage}-pipeline/OauthCallback/Route`,
        `AwsSolutions-APIG4 at rollerdoor-${stage}-pipeline/ReceiveWebhook/LedgerEventsRoute`,
        `AwsSolutions-APIG4 at rollerdoor-${stage}-pipeline/ReceiveWebhook/Route`,
        `AwsSolutions-APIG4 at rollerdoor-${stage}-pipeline/ServePortal/DeprovisionRoute`,
        `AwsSolutions-APIG4 at rollerdoor-${stage}-pipeline/ServePortal/Route`,
        `AwsSolutions-SMG4 at rollerdoor-${stage}-data/Deprovision`,
        `AwsSolutions-SMG4 at rollerdoor-${stage}-data/SigningKey`,
        `AwsSolutions-SMG4 at rollerdoor-${stage}-data/StoraClient`,
        `AwsSolutions-SMG4 at rollerdoor-${stage}-data/XeroClient`,
        ...(stage === 'local' ? ['AwsSolutions-SMG4 at rollerdoor-local-data/XeroEvents'] : []),
      ]);
    },
  );

  it('finds a queue that is planted without dead letters and without TLS', () => {
    vi.spyOn(console, 'error').mockReturnValue();
    const { found } = validate((app) => new Queue(new Stack(app, 'Planted'), 'Bare'));
    expect(found).toEqual([
      'AwsSolutions-SQS3 Planted/Bare/Resource',
      'AwsSolutions-SQS4 Planted/Bare/Resource',
    ]);
  });
});

type Finding = { ruleName: string; violatingConstructs: { constructPath: string }[] };
type Accepted = Finding & { acknowledgedAt: string };
type Report = {
  pluginReports: {
    pluginName: string;
    violations: Finding[];
    suppressedViolations?: Accepted[];
  }[];
};

/** Synthesizes with cdk-nag as infra/app.ts does: what was found where, and what was accepted where. */
function validate(fill: (app: App, bundleRoot: string) => void) {
  const { pluginReports } = withBundles((root): Report => {
    const outdir = join(root, 'cdk.out');
    const app = emptyApp(outdir);
    fill(app, root);
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    try {
      app.synth();
    } catch {
      // Recovery: findings make synthesis fail in a test; the report has them.
    }
    return JSON.parse(readFileSync(join(outdir, 'validation-report.json'), 'utf8'));
  });
  expect(pluginReports.map(({ pluginName }) => pluginName)).toContain('AwsSolutions');
  return {
    found: pluginReports
      .flatMap(({ violations }) => violations)
      .flatMap(({ ruleName, violatingConstructs }) =>
        violatingConstructs.map(({ constructPath }) => `${ruleName} ${constructPath}`),
      )
      .sort(),
    accepted: pluginReports
      .flatMap(({ suppressedViolations }) => suppressedViolations ?? [])
      .map(({ ruleName, acknowledgedAt }) => `${ruleName} at ${acknowledgedAt}`)
      .sort(),
  };
}
