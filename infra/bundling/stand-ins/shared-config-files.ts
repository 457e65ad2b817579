// Takes the place of the SDK's reading of ~/.aws/config and ~/.aws/credentials, which Lambda does not have.
// The SDK asks the environment first, then the files, then takes its default.

/** Never has a value: `tryNextLink` sends the SDK on to its default. */
export function fromSharedConfigFiles(): () => Promise<never> {
  return async () => {
    throw Object.assign(new Error('There are no shared config files.'), { tryNextLink: true });
  };
}
