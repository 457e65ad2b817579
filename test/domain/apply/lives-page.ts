import {
  type Cell,
  type Deed,
  lives,
  type Shown,
  type Standing,
  shownStates,
} from '../../../shared/domain/apply/lives.ts';

/** The table of lives as a page shows it: what is alike for several states in the ledger stands in one line. */
export function livesPage(): string[] {
  const head = ['The source shows', 'In the ledger it stands', 'What is done'];
  return [lineOf(head), lineOf(head.map(() => '---')), ...shownStates.flatMap(linesOf)];
}

function linesOf(shown: Shown): string[] {
  const standings = Object.keys(standingWords) as Standing[];
  const alike = Map.groupBy(standings, (standing) => cellWords(lives[shown][standing]));
  return [...alike].map(([words, columns]) =>
    lineOf([shownWords[shown], columns.map((column) => standingWords[column]).join(', '), words]),
  );
}

const standingWords: Record<Standing, string> = {
  none: 'not yet',
  elsewhere: 'in a former company',
  unpaid: 'unpaid',
  paid: 'paid on',
  written_off: 'written off',
  credited: 'credited as void',
  out: 'voided or deleted',
};

const shownWords: Record<Shown, string> = {
  draft: 'a draft',
  draft_paid: 'a draft, paid',
  void: 'void, never paid',
  early: 'from before the start date',
  void_more: 'void, with money not posted yet',
  void_paid: 'void, with money on it',
  changed: 'other lines or sums',
  changed_unknown: 'the same, where what we wrote is not known',
  less: 'less received than posted',
  unclear: 'a state that its sums deny',
  over: 'too much received, what is due not posted',
  over_rest: 'too much received, only that is left',
  more: 'money not posted yet',
  given_up_other: 'uncollectible, another sum open than written off',
  given_up: 'uncollectible, something open',
  in_step: 'as it stands',
};

function cellWords(cell: Cell): string {
  if (typeof cell === 'string' || !('by' in cell)) return deedWords(cell);
  const choices = Object.entries(cell.choices) as Array<[string, Deed]>;
  return choices.map(([choice, deed]) => `*${choice}*: ${deedWords(deed)}`).join('; ');
}

function deedWords(deed: Deed): string {
  if (typeof deed === 'string') return deed === 'nothing' ? '–' : deed.replaceAll('_', ' ');
  return 'ask' in deed ? `ask \`${deed.ask}\`` : `leave (\`${deed.skip}\`)`;
}

function lineOf(cells: string[]): string {
  return `| ${cells.join(' | ')} |`;
}
