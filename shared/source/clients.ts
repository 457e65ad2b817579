import type { SourceReader } from '../ports/source-reader.ts';
import type { SourceClient } from '../targets/provider-client.ts';
import type { SourceSettings } from './registry.ts';
import { storaClient } from './stora/client.ts';
import { storaReader } from './stora/stora-reader.ts';

/** What runs of the source. */
export const sourceClient: SourceClient<SourceSettings> = storaClient;

/** Understands what the source sends by itself. */
export const sourceReader: SourceReader = storaReader;
