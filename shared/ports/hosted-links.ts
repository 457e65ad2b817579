import type { HostedLink } from '../contracts/hosted-link-item.ts';

/** Links that were handed out, until they end: an ended one reads as if it had never been. */
export interface HostedLinks {
  get(operatorId: string, linkId: string): Promise<HostedLink | undefined>;
  put(link: HostedLink): Promise<void>;
  /** Newest first; revoked ones are among them. */
  list(operatorId: string): Promise<HostedLink[]>;
}
