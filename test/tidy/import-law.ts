import { type Import, importsOf, packageName } from './imports.ts';
import type { Source } from './source.ts';

/** Where a file stands: its zone, and within zones made of independent parts, which part. */
type Place = { zone: Zone; part?: string };

type Zone =
  | 'names'
  | 'contracts'
  | 'manifests'
  | 'registries'
  | 'domain'
  | 'ports'
  | 'application'
  | 'adapters'
  | 'runtime'
  | 'providers'
  | 'composition'
  | 'functions'
  | 'infra'
  | 'cli'
  | 'local'
  | 'test'
  | 'root';

type Law = {
  /** Zones whose files may be imported. */
  zones: readonly Zone[];
  /** Zones of which only types may be imported. */
  typesOf?: readonly Zone[];
  /** Packages that may be imported; 'any' still excludes the AWS SDK, which `sdk` grants. */
  packages: 'any' | readonly string[];
  nodeModules: boolean;
  sdk?: (path: string) => boolean;
  remedy: string;
};

const always = () => true;

/** From what everything stands on to what the product does. */
const upToUseCases = [
  'names',
  'contracts',
  'manifests',
  'registries',
  'domain',
  'ports',
  'application',
] as const satisfies readonly Zone[];

/** Who may import whom. Every zone may import itself, except where parts are independent of each other. */
const laws: Record<Zone, Law> = {
  names: {
    zones: [],
    packages: [],
    nodeModules: false,
    remedy: 'The names of the source and of the targets are what everything else stands on.',
  },
  contracts: {
    zones: ['names'],
    packages: ['zod/mini', 'zod/v4/locales/en.js'],
    nodeModules: false,
    remedy: 'Contracts are schemas: they know zod/mini, the words of its problems, and each other.',
  },
  manifests: {
    zones: ['names', 'contracts'],
    packages: ['zod/mini'],
    nodeModules: false,
    remedy: 'A manifest is data: what runs belongs beside it, in the folder of its provider.',
  },
  registries: {
    zones: ['names', 'contracts', 'manifests'],
    packages: ['zod/mini'],
    nodeModules: false,
    remedy: 'A registry lists what providers are: their manifests and settings, nothing that runs.',
  },
  domain: {
    zones: ['names', 'contracts', 'registries'],
    packages: [],
    nodeModules: false,
    remedy: 'Decisions are pure: take what is needed as an argument.',
  },
  ports: {
    zones: ['names', 'contracts'],
    typesOf: ['domain'],
    packages: [],
    nodeModules: false,
    remedy: 'A port names what is needed in our words, nothing of how.',
  },
  application: {
    zones: ['names', 'contracts', 'registries', 'domain', 'ports'],
    packages: [],
    nodeModules: false,
    remedy: 'A use case asks a port; the wiring supplies the adapter.',
  },
  adapters: {
    zones: ['names', 'contracts', 'registries', 'domain', 'ports', 'runtime'],
    packages: 'any',
    nodeModules: true,
    sdk: always,
    remedy: 'An adapter translates one outside thing; what two of them share belongs in runtime.',
  },
  runtime: {
    zones: ['names', 'contracts', 'registries', 'domain', 'ports'],
    packages: 'any',
    nodeModules: true,
    remedy: 'The runtime is glue: steps belong in application, outside things in adapters.',
  },
  providers: {
    zones: [...upToUseCases, 'runtime'],
    packages: 'any',
    nodeModules: true,
    remedy:
      'The folder of a provider holds what is its own: no other provider, no store and no queue.',
  },
  composition: {
    zones: [...upToUseCases, 'adapters', 'runtime', 'providers'],
    packages: [],
    nodeModules: false,
    remedy: 'Composition puts adapters and use cases together for several functions, nothing else.',
  },
  functions: {
    zones: [...upToUseCases, 'adapters', 'runtime', 'composition'],
    packages: 'any',
    nodeModules: true,
    sdk: (path) => path.endsWith('/wiring.ts'),
    remedy: 'A function stands alone: share code through shared/, make clients in wiring.ts.',
  },
  infra: {
    zones: ['names', 'contracts', 'manifests', 'registries'],
    packages: 'any',
    nodeModules: true,
    remedy: "Infrastructure knows contracts and the functions' config.ts, no other code.",
  },
  cli: {
    zones: [...upToUseCases, 'adapters', 'composition', 'infra'],
    packages: 'any',
    nodeModules: true,
    sdk: always,
    remedy:
      'The command is a composition root like the wiring of a function; it imports no function.',
  },
  local: {
    zones: [],
    packages: 'any',
    nodeModules: true,
    sdk: always,
    remedy: 'The local stack shares nothing with what it tests, so that it cannot mirror its bugs.',
  },
  test: {
    zones: [
      ...upToUseCases,
      'adapters',
      'runtime',
      'providers',
      'composition',
      'functions',
      'infra',
      'cli',
      'local',
      'root',
    ],
    packages: 'any',
    nodeModules: true,
    sdk: always,
    remedy: 'Tests may import everything.',
  },
  root: {
    zones: [],
    packages: 'any',
    nodeModules: true,
    remedy: 'Configuration of tools stands alone.',
  },
};

const zonesByFolder: readonly [RegExp, Zone][] = [
  [/^shared\/(?:targets\/target-ids|source\/source-name)\.ts$/, 'names'],
  [/^shared\/(?:targets|source)\/[^/]+\/(?:manifest|settings)\.ts$/, 'manifests'],
  [/^shared\/(?:targets|source)\/(?:registry|provider-manifests)\.ts$/, 'registries'],
  [/^shared\/(?:targets|source)\/clients\.ts$/, 'composition'],
  [/^shared\/targets\/provider-client\.ts$/, 'providers'],
  [/^shared\/((?:targets|source)\/[^/]+)\//, 'providers'],
  [/^shared\/contracts\//, 'contracts'],
  [/^shared\/domain\//, 'domain'],
  [/^shared\/ports\//, 'ports'],
  [/^shared\/application\//, 'application'],
  [/^shared\/adapters\/([^/]+)/, 'adapters'],
  [/^shared\/runtime\//, 'runtime'],
  [/^shared\/composition\//, 'composition'],
  [/^functions\/([^/]+)\//, 'functions'],
  [/^infra\/local\//, 'local'],
  [/^infra\/cli\//, 'cli'],
  [/^infra\//, 'infra'],
  [/^test\//, 'test'],
];

/** Each import that breaks the law, as `file:line imports target: remedy`. */
export function importViolations(sources: readonly Source[]): string[] {
  return sources.flatMap(importsOf).flatMap((item) => {
    const remedy = remedyFor(item);
    return remedy ? [`${item.from}:${item.line} imports ${item.target}: ${remedy}`] : [];
  });
}

/** Each `export … from`: a barrel hides which file owns a name and drags its siblings into every bundle. */
export function barrelViolations(sources: readonly Source[]): string[] {
  return sources
    .flatMap(importsOf)
    .filter((item) => item.isReExport)
    .map(
      (item) =>
        `${item.from}:${item.line} re-exports ${item.target}: import the file that owns it.`,
    );
}

function remedyFor(item: Import): string | undefined {
  const from = placeOf(item.from);
  const law = laws[from.zone];
  const isAllowed = {
    node: () => law.nodeModules,
    package: () => isPackageAllowed(law, item),
    project: () => isFileAllowed(from, law, item),
  }[item.kind]();
  return isAllowed ? undefined : law.remedy;
}

function isPackageAllowed(law: Law, item: Import): boolean {
  if (item.target.startsWith('@aws-sdk/')) return law.sdk?.(item.from) ?? false;
  if (law.packages === 'any') return true;
  return law.packages.includes(item.target) || law.packages.includes(packageName(item.target));
}

function isFileAllowed(from: Place, law: Law, item: Import): boolean {
  const to = placeOf(item.target);
  if (to.zone === from.zone) return to.part === undefined || to.part === from.part;
  if (to.zone === 'functions' && (from.zone === 'infra' || from.zone === 'cli')) {
    return item.target.endsWith('/config.ts');
  }
  return law.zones.includes(to.zone) || (item.isTypeOnly && !!law.typesOf?.includes(to.zone));
}

export function placeOf(path: string): Place {
  for (const [folder, zone] of zonesByFolder) {
    const [isInside, part] = folder.exec(path) ?? [];
    if (isInside) return part === undefined ? { zone } : { zone, part };
  }
  return { zone: 'root' };
}
