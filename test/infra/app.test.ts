import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withBundles } from './synthesized.ts';

let outdir: string;

beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'rollerdoor-app-'));
});

afterEach(() => {
  rmSync(outdir, { recursive: true });
});

describe('the app', () => {
  it('synthesizes the stage that the context names, validated by cdk-nag, without account or network', () => {
    synthesizeApp({ stage: 'local' });
    expect(readdirSync(outdir)).toEqual(
      expect.arrayContaining([
        'rollerdoor-local-data.template.json',
        'rollerdoor-local-pipeline.template.json',
      ]),
    );
    expect(readFileSync(join(outdir, 'validation-report.json'), 'utf8')).toContain('AwsSolutions');
  });

  it('synthesizes production when no stage is named', () => {
    synthesizeApp({});
    expect(readdirSync(outdir)).toContain('rollerdoor-production-pipeline.template.json');
  });
});

/** Runs infra/app.ts as the CDK command does, with an environment that holds nothing else. */
function synthesizeApp(context: Record<string, string>): void {
  withBundles((bundleRoot) =>
    execFileSync(process.execPath, ['infra/app.ts'], {
      env: {
        CDK_OUTDIR: outdir,
        CDK_CONTEXT_JSON: JSON.stringify({ ...context, bundleRoot }),
      },
      timeout: 50_000,
    }),
  );
}
