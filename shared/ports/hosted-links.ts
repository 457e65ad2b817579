import type { HostedLink } from '../contracts/stored-items.ts';

export interface HostedLinks {
  get(operatorId: string, linkId: string): Promise<HostedLink | undefined>;
  put(link: HostedLink): Promise<void>;
}
