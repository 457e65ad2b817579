import { Validations } from 'aws-cdk-lib';
import type { IConstruct } from 'constructs';
import { provider, target } from '../../shared/contracts/ids.ts';
import { sourceManifest } from '../../shared/source/registry.ts';
import { providerManifests } from '../../shared/targets/provider-manifests.ts';
import type { DataStack } from './data-stack.ts';
import type { PipelineStack } from './pipeline-stack.ts';

interface Stacks {
  readonly data: DataStack;
  readonly pipeline: PipelineStack;
}

/** A cdk-nag finding that is accepted: which, at which construct, and why. */
interface Acknowledgement {
  readonly id: string;
  /** Undefined: the stage has no such construct. */
  readonly where: (stacks: Stacks) => IConstruct | undefined;
  readonly reason: string;
}

const noRotation = 'AwsSolutions::AwsSolutions-SMG4';
const noAuthorizer = 'AwsSolutions::AwsSolutions-APIG4';

const acknowledgements: readonly Acknowledgement[] = [
  ...provider.options.map((name) => ({
    id: noRotation,
    where: ({ data }: Stacks) => data.clientSecrets[name],
    reason: `${providerManifests[name].name} issues the client secret on a page of its own and has no API to rotate it: a person replaces it there and here.`,
  })),
  {
    id: noRotation,
    where: ({ data }) => data.secrets.signingKey,
    reason:
      'The key before it stays good until the next rotation, so a person decides when: two in a row end every link and visit.',
  },
  {
    id: noRotation,
    where: ({ data }) => data.secrets.deprovision,
    reason:
      "The partner's own platform signs with it: a person changes it there and here, and both versions are good meanwhile.",
  },
  {
    id: noAuthorizer,
    where: ({ pipeline }) => pipeline.routes.receiveWebhook,
    reason: `${sourceManifest.name} signs each delivery over its exact bytes with a secret per endpoint; the function checks that, an authorizer never sees the body.`,
  },
  ...target.options.map((name) => ({
    id: noRotation,
    where: ({ data }: Stacks) => data.eventSecrets[name],
    reason: `${providerManifests[name].name} makes the key of its webhooks on a page of its own: a person replaces it there and here.`,
  })),
  {
    id: noAuthorizer,
    where: ({ pipeline }) => pipeline.routes.ledgerEvents,
    reason:
      'A target signs each call over its exact bytes; the function checks that, an authorizer never sees the body.',
  },
  {
    id: noAuthorizer,
    where: ({ pipeline }) => pipeline.routes.servePortal,
    reason:
      'Operators have no account with us: a signed hosted link opens a session, and the function checks both.',
  },
  {
    id: noAuthorizer,
    where: ({ pipeline }) => pipeline.routes.deprovision,
    reason:
      "The partner's platform signs each call over its exact bytes; the function checks that, an authorizer never sees the body.",
  },
  {
    id: noAuthorizer,
    where: ({ pipeline }) => pipeline.routes.oauthCallback,
    reason:
      'A redirect by the vendor: the function takes it only with a state that it issued to the same browser, once.',
  },
];

/** Records every accepted finding at the construct it belongs to, never above it. */
export function acknowledgeFindings(stacks: Stacks): void {
  for (const { id, reason, where } of acknowledgements) {
    const construct = where(stacks);
    if (construct !== undefined) Validations.of(construct).acknowledge({ id, reason });
  }
}
