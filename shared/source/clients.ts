import type { SourceReader } from '../ports/source-reader.ts';
import { storaReader } from './stora/stora-reader.ts';

/** Understands what the source sends by itself. */
export const sourceReader: SourceReader = storaReader;
