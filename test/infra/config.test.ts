import { describe, expect, it } from 'vitest';
import { readStage } from '../../infra/config.ts';
import { workerConcurrency } from '../../infra/constructs/worker-concurrency.ts';
import { provider } from '../../shared/contracts/ids.ts';
import { readSources, type Source } from '../tidy/source.ts';

const vendorHost = /\b(?:stora\.co|xero\.com|hubspot|hubapi)\b/i;

describe('stage configuration', () => {
  it('refuses a stage that does not exist and names those that do', () => {
    expect(() => readStage('staging', {})).toThrow(
      'There is no stage "staging". Use -c stage=local or -c stage=production.',
    );
    expect(() => readStage('toString', {})).toThrow('There is no stage "toString".');
  });

  it('gives production the vendors over TLS, and the local stage this machine only', () => {
    expect(urlsOf(readStage('production', {}))).toSatisfy((urls: string[]) =>
      urls.every((url) => url.startsWith('https://')),
    );
    expect(urlsOf(readStage('local', {}))).toSatisfy((urls: string[]) =>
      urls.every((url) => url.startsWith('http://127.0.0.1:44')),
    );
    // Beside the portal's own: nobody has published what the address of a record at the source is.
    expect(urlsOf(readStage('local', {}))).toHaveLength(
      urlsOf(readStage('production', {})).length + 2,
    );
  });

  it('puts the local portal and the two sandboxes on consecutive ports', () => {
    expect(ports({})).toEqual(['4400', '4401', '4402']);
    expect(ports({ ROLLERDOOR_PORT_BASE: '5500' })).toEqual(['5500', '5501', '5502']);
  });

  it.each(['80', '65534', '4400.5', 'portal', ''])('refuses the port base "%s"', (base) => {
    expect(() => readStage('local', { ROLLERDOOR_PORT_BASE: base })).toThrow(
      'ROLLERDOOR_PORT_BASE must be',
    );
  });

  it('carries the caps of both vendors', () => {
    const { source: stora, targets } = readStage('production', {});
    const { xero } = targets;
    expect(stora.limits).toEqual({
      windows: [
        { limit: 10, windowMs: 1_000 },
        { limit: 60, windowMs: 60_000 },
      ],
      concurrent: null,
    });
    expect(xero.limits).toEqual({
      windows: [
        { limit: 60, windowMs: 60_000 },
        { limit: 5_000, windowMs: 86_400_000 },
      ],
      concurrent: 5,
    });
  });

  it('lifts every cap on request, in the local stage only', () => {
    const lift = { ROLLERDOOR_LIFT_CAPS: '1' };
    const { source, targets } = readStage('local', lift);
    for (const { windows, concurrent } of [source.limits, targets.xero.limits]) {
      expect(windows.map(({ limit }) => limit)).toEqual([null, null]);
      expect(concurrent).toBeNull();
    }
    expect(readStage('production', lift)).toEqual(readStage('production', {}));
    expect(readStage('local', { ROLLERDOOR_LIFT_CAPS: '0' })).toEqual(readStage('local', {}));
  });
});

describe('the number of workers', () => {
  it('keeps all operators together inside the cap that the vendor sets over them', () => {
    expect(workerConcurrency({ callsPerMinute: 10_000, typicalCallMs: 300 }, 1_000)).toBe(50);
    expect(workerConcurrency({ callsPerMinute: 1_000, typicalCallMs: 300 }, 1_000)).toBe(5);
  });

  it('never exceeds the ceiling of the stage or of Lambda', () => {
    expect(workerConcurrency({ callsPerMinute: 10_000, typicalCallMs: 300 }, 4)).toBe(4);
    expect(workerConcurrency({ callsPerMinute: null, typicalCallMs: 300 }, 20)).toBe(20);
    expect(workerConcurrency({ callsPerMinute: null, typicalCallMs: 300 }, 5_000)).toBe(1_000);
  });

  it('never falls below the two that a mapping needs', () => {
    expect(workerConcurrency({ callsPerMinute: 60, typicalCallMs: 300 }, 50)).toBe(2);
  });
});

describe("a vendor's address", () => {
  it("stands in the vendor's settings and nowhere else in the code that runs", () => {
    const sources = readSources('{shared,functions}/**/*.{ts,tsx}');
    const isSettings = ({ path }: Source) =>
      /^shared\/(source|targets)\/[^/]+\/settings\.ts$/.test(path);

    expect(hitsIn(sources.filter((source) => !isSettings(source)))).toEqual([]);
    expect(sources.filter(isSettings)).toHaveLength(provider.options.length);
  });

  it('is found where it is planted', () => {
    const planted = {
      path: 'shared/adapters/xero/client.ts',
      text: "\nconst base = 'https://api.xero.com/api.xro/2.0';",
    };
    expect(hitsIn([planted])).toEqual(['shared/adapters/xero/client.ts:2']);
  });
});

/** Lines of code that name a vendor's host; comments may cite one as an example. */
function hitsIn(sources: readonly Source[]): string[] {
  return sources.flatMap(({ path, text }) =>
    text
      .split('\n')
      .flatMap((line, index) =>
        vendorHost.test(line.replace(/^\s*(?:\/?\*|\/\/).*/, '')) ? [`${path}:${index + 1}`] : [],
      ),
  );
}

function urlsOf(config: unknown): string[] {
  return [...JSON.stringify(config).matchAll(/"(https?:[^"]+)"/g)].map(([, url]) => url ?? '');
}

function ports(env: Record<string, string>): string[] {
  const { portalBaseUrl, source, targets } = readStage('local', env);
  return [portalBaseUrl ?? '', source.apiBaseUrl, targets.xero.apiBaseUrl].map(
    (url) => new URL(url).port,
  );
}
