import { App, type AppProps } from 'aws-cdk-lib';

/** An empty app with the settings that every synthesis of Rollerdoor shares, by the CLI or in a test. */
export function newApp(props: Pick<AppProps, 'outdir' | 'context'> = {}): App {
  return new App({
    ...props,
    analyticsReporting: false,
    // Wins over cdk.json and the CLI's own wishes.
    postCliContext: {
      // Exports protect the data stack: what the pipeline uses cannot be removed from under it.
      '@aws-cdk/core:defaultCrossStackReferences': 'strong',
      // Lets the local stack find each function's bundle in the template, also without the CLI.
      'aws:cdk:enable-asset-metadata': true,
    },
  });
}
