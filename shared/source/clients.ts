import type { SourceClient } from '../runtime/provider-client.ts';
import type { SourceSettings } from './registry.ts';
import { storaClient } from './stora/client.ts';

/** What runs of the source. */
export const sourceClient: SourceClient<SourceSettings> = storaClient;
