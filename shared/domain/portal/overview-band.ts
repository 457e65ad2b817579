import type { Earlier } from './earlier-words.ts';
import type { Tone } from './tone.ts';

/** The one answer to "is everything all right?". */
export interface Band {
  tone: Tone;
  title: string;
  /** On the right of the title: how long it still takes. */
  aside?: string;
  lines: string[];
  progress?: { done: number; of: number };
  link?: { href: string; words: string };
}

export interface BandFacts {
  targetName: string;
  sourceName: string;
  /** Connections that a person has to mend, by name. */
  troubled: string[];
  /** The source tells us nothing at the moment; what it does not tell is read, or found at night. */
  isSourceQuiet?: boolean;
  /** Both sides are connected. */
  isSetUp: boolean;
  /** Nothing is sent before a person switches it on. */
  isOff: boolean;
  /** What goes on by itself, as sentences. */
  underWay: string[];
  progress: Progress | undefined;
  /** A run over earlier documents that is not over. */
  earlier?: Earlier | undefined;
  /** How many documents wait for a person, and over how much. */
  needsYou: { documents: number; sum: string | undefined };
  /** "06:16" */
  clock: string;
  last: string | undefined;
}

export interface Progress {
  done: number;
  of: number;
  minutesLeft: number | undefined;
  why: string | undefined;
}

/** With the way to the run over earlier documents, while there is one. */
export function bandOf(facts: BandFacts): Band | undefined {
  const band = answerOf(facts);
  const { earlier } = facts;
  if (band === undefined || earlier === undefined) return band;
  const link = { href: earlier.href, words: 'Look at earlier documents' };
  return { ...band, lines: [...band.lines, ...(earlier.line ? [earlier.line] : [])], link };
}

/** A person before work, work before what waits, and all is well only where there is none of them. */
function answerOf(facts: BandFacts): Band | undefined {
  if (facts.troubled.length > 0) return troubledBand(facts);
  if (!facts.isSetUp) return undefined;
  if (facts.isOff) return offBand(facts);
  if (facts.isSourceQuiet === true) return quietBand(facts);
  if (facts.progress !== undefined) return progressBand(facts, facts.progress);
  if (facts.underWay.length > 0)
    return {
      tone: 'plain',
      title: `Sending to ${facts.targetName}`,
      lines: [...facts.underWay, 'Nothing for you to do.'],
    };
  if (facts.needsYou.documents > 0) return needsYouBand(facts);
  return {
    tone: 'ok',
    title: `All in step with ${facts.targetName}`,
    lines: [`As of ${facts.clock}.${facts.last === undefined ? '' : ` Last: ${facts.last}.`}`],
  };
}

function troubledBand({ troubled, sourceName, targetName }: BandFacts): Band {
  const names = troubled.join(' and ');
  return {
    tone: 'warn',
    title: `${names} ${troubled.length === 1 ? 'waits' : 'wait'} for you`,
    lines: [
      `Nothing goes from ${sourceName} to ${targetName} until then, and nothing is lost: what waits is sent afterwards.`,
    ],
  };
}

function quietBand({ sourceName, targetName }: BandFacts): Band {
  return {
    tone: 'warn',
    title: `We hear nothing from ${sourceName}`,
    lines: [
      `What changes there reaches ${targetName} later, and nothing is lost: both sides are compared every night.`,
    ],
  };
}

function offBand({ targetName }: BandFacts): Band {
  return {
    tone: 'plain',
    title: `Connected, and not switched on yet`,
    lines: [`Nothing is sent to ${targetName} before you have seen the preview and switched on.`],
  };
}

function progressBand({ targetName }: BandFacts, progress: Progress): Band {
  const { done, of, minutesLeft, why } = progress;
  const left = minutesLeft === undefined ? {} : { aside: leftWords(minutesLeft) };
  return {
    tone: 'plain',
    title: `Sending to ${targetName}: ${done} of ${of}`,
    ...left,
    lines: [`${why === undefined ? '' : `${why} `}Nothing for you to do.`],
    progress: { done, of },
  };
}

/** "about 2 minutes left" */
export function leftWords(minutes: number): string {
  if (minutes < 1) return 'less than a minute left';
  if (minutes < 90)
    return `about ${Math.round(minutes)} ${minutes < 1.5 ? 'minute' : 'minutes'} left`;
  return `about ${Math.round(minutes / 60)} hours left`;
}

function needsYouBand({ needsYou, clock, last }: BandFacts): Band {
  const { documents, sum } = needsYou;
  const over = sum === undefined ? '' : ` over ${sum}`;
  return {
    tone: 'warn',
    title: `${documents === 1 ? '1 document waits' : `${documents} documents wait`} for you${over}`,
    lines: [
      `Everything else is in step as of ${clock}.${last === undefined ? '' : ` Last: ${last}.`}`,
    ],
  };
}
