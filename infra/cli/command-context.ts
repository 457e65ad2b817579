import type { Access } from './access.ts';

/** What a command gets: the stack, and a way to answer in words or as JSON. */
export interface CommandContext {
  access(): Access;
  answer(answer: Answer): void;
  /** What is told while a command goes on. */
  write(text: string): void;
  /** A person looks on: a line may be written over. */
  isTerminal: boolean;
  /** How wide a line may be. */
  columns: number;
}

export interface Answer {
  /** For people. */
  lines: string[];
  /** For programs, with `--json`. */
  data: unknown;
  /** Of the whole command, where the answer is no good news; @default 0 */
  exitCode?: number;
}
