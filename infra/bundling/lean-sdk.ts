import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type OnLoadResult, type Plugin } from 'esbuild';

interface Replaced {
  /** The end of the module's path. */
  readonly module: string;
  /** A file of `stand-ins`; absent: whatever the module exports throws when it is used. */
  readonly standIn?: string;
  readonly because: string;
}

/** What of the AWS SDK no function ever reaches on Lambda. */
const replaced: readonly Replaced[] = [
  {
    module: '@aws-sdk/credential-provider-node/dist-es/index.js',
    standIn: 'environment-credentials.ts',
    because: 'a role has its credentials in the environment',
  },
  {
    module: '@smithy/core/dist-es/submodules/config/node-config-provider/fromSharedConfigFiles.js',
    standIn: 'shared-config-files.ts',
    because: 'there are no files in a home folder',
  },
  {
    module: '@aws-sdk/endpoint-cache/dist-es/EndpointCache.js',
    standIn: 'endpoint-cache.ts',
    because: 'endpoint discovery is off',
  },
  {
    module:
      '@smithy/core/dist-es/submodules/config/config-resolver/regionConfig/getInstanceMetadataRegion.js',
    standIn: 'instance-metadata-region.ts',
    because: 'the region is in the environment; there is no instance to ask',
  },
  {
    module: '@smithy/core/dist-es/submodules/event-streams/index.js',
    because: 'no operation that we call streams',
  },
  {
    module: '@smithy/core/dist-es/submodules/checksum/sha256/Sha256Js.js',
    because: 'Node has SHA-256 of its own',
  },
  {
    module: '@smithy/core/dist-es/submodules/checksum/md5/Md5Js.js',
    because: 'Node has MD5 of its own; one built for FIPS has not, and Lambda has no such Node',
  },
  {
    module: '@smithy/core/dist-es/submodules/retry/util-retry/AdaptiveRetryStrategy.js',
    because: 'the retry mode is the standard one',
  },
];

/** Errors that our adapters know by their class. Any other still has its name, as an error of its service. */
export const keptErrors: readonly string[] = [
  'ConditionalCheckFailedException',
  'IncorrectKeyException',
  'InvalidCiphertextException',
  'ResourceNotFoundException',
  // The SDK repeats this one because of a mark that its class carries.
  'ReplicatedWriteConflictException',
];

/** Regions by partition. Endpoints are made of their ids; what people call them is read by nobody. */
const partitions = '@aws-sdk/core/dist-es/submodules/client/util-endpoints/lib/aws/partitions.js';

/** Leaves out of a bundle what of the AWS SDK no function reaches. The build fails when the SDK has moved any of it. */
export function leanSdk(): Plugin {
  return {
    name: 'lean-sdk',
    setup(setup) {
      const met = new Set<string>();
      setup.onStart(() => met.clear());
      for (const one of replaced) {
        setup.onLoad({ filter: endsWith(one.module) }, async ({ path }) => {
          met.add(one.module);
          return one.standIn === undefined ? throwing(path, one) : standIn(one.standIn);
        });
      }
      setup.onLoad({ filter: endsWith(partitions) }, ({ path }) => {
        met.add(partitions);
        return withoutDescriptions(path);
      });
      setup.onLoad({ filter: /@aws-sdk\/client-[a-z0-9-]+\/package\.json$/ }, onlyVersion);
      setup.onLoad(
        { filter: /@aws-sdk\/client-[a-z0-9-]+\/dist-es\/schemas\/schemas_0\.js$/ },
        usedSchemas,
      );
      setup.onEnd(() => ({
        errors: [...replaced.map(({ module }) => module), partitions]
          .filter((module) => !met.has(module))
          .map((module) => ({
            text: `The AWS SDK no longer loads ${module}: see what took its place in infra/bundling/lean-sdk.ts.`,
          })),
      }));
    },
  };
}

function endsWith(module: string): RegExp {
  return new RegExp(`/node_modules/${module.replaceAll('.', '\\.')}$`);
}

function standIn(file: string): OnLoadResult {
  const path = fileURLToPath(new URL(`stand-ins/${file}`, import.meta.url));
  return { contents: readFileSync(path, 'utf8'), loader: 'ts', watchFiles: [path] };
}

/** The same names, so that the bundle links; each says why it is not there when it is used after all. */
async function throwing(path: string, { module, because }: Replaced): Promise<OnLoadResult> {
  const { metafile } = await build({
    entryPoints: [path],
    outdir: 'out',
    write: false,
    format: 'esm',
    metafile: true,
  });
  const names = Object.values(metafile.outputs).flatMap((output) => output.exports);
  const text = JSON.stringify(`${module} is not in this bundle: ${because}.`);
  const lines = names.map((name) => `export { absent as ${name} };`);
  return { contents: [`function absent() { throw new Error(${text}); }`, ...lines].join('\n') };
}

function withoutDescriptions(path: string): OnLoadResult {
  return { contents: readFileSync(path, 'utf8').replaceAll(/"description": "[^"]*"/g, '') };
}

/** A client's package.json is there for the version in its user agent. */
function onlyVersion({ path }: { path: string }): OnLoadResult {
  const { version } = JSON.parse(readFileSync(path, 'utf8'));
  return { contents: JSON.stringify({ version }), loader: 'json' };
}

/**
 * A client registers each error of its service, used or not, which keeps all their classes and schemas. Of one
 * that is not registered the SDK makes an error of the service with the same name, message and metadata; except
 * at SQS, whose old names it finds in the schemas.
 * Schemas name their members by computed keys, `{ [_e]: _c }`, of which the bundler cannot know that they do
 * nothing else: it keeps each schema, used or not, unless the keys are plain.
 */
function usedSchemas({ path }: { path: string }): OnLoadResult {
  const source = readFileSync(path, 'utf8');
  const constants = new Map(
    [...source.matchAll(/^const (_\w+) = ("[^"]*");$/gm)].map(([, name, text]) => [name, text]),
  );
  const config = readFileSync(join(dirname(path), '../runtimeConfig.shared.js'), 'utf8');
  const isByOldNames = config.includes('awsQueryCompatible: true');
  const contents = source
    .replace(/^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm, (line, name: string) =>
      isByOldNames || keptErrors.includes(name) ? line : '',
    )
    .replace(/\[(_\w+)\]:/g, (key, name: string) => `${constants.get(name) ?? key}:`);
  if (constants.size > 0 && !/\[_\w+\]:/.test(contents)) return { contents, loader: 'js' };
  return { errors: [{ text: `The schemas in ${path} are no longer written as they were.` }] };
}
