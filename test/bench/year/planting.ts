import type { EndedNight, YearScene } from './year-scene.ts';

/** Plants differences in the course of a year, and judges what each night says of them. */
export interface Planting {
  /** Before the business of a day begins, at eight. */
  beforeDay(day: number): Promise<void> | void;
  afterNight(ended: EndedNight): Promise<void> | void;
  /** After the last day: what is left is put right, and nothing is planted any more. */
  end(): Promise<void> | void;
  /** Its difference stays, as somebody accepted it; by its id at the source, or what stands in the ledger. */
  isAccepted(id: string): boolean;
  /** What nights said otherwise than it was planted; empty: nothing. */
  wrong(): string[];
  figures(): Record<string, unknown>;
}

export type OpenPlanting = (scene: YearScene) => Planting;
