/** A mistake that somebody might make here, as edits of the source text. */
export interface PlantedBug {
  name: string;
  /** What is wrong, in one sentence. */
  mistake: string;
  /** Invariants of SPEC.md one of which must find it. */
  breaks: readonly string[];
  /** A seed that is known to show it; the hunt begins there instead of at 1. */
  from?: number;
  edits: ReadonlyArray<{
    /** From the project's root. */
    file: string;
    /** Stands in the file exactly once. */
    find: string;
    replace: string;
  }>;
}
