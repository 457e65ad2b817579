import type { Target } from '../../contracts/ids.ts';
import { providerManifests } from '../../targets/provider-manifests.ts';
import { describeCause, isKnownCause } from '../issues/causes.ts';
import type { Choice, Choosing, Subject } from '../settings/other-posting.ts';
import { causeHref } from './issue-groups.ts';
import type { CauseKey } from './issue-views.ts';
import { sumWords } from './sum-words.ts';

/** The question which account, or which tax rate, is to be used from now on. */
export interface ChooseView {
  target: Target;
  cause: string;
  title: string;
  message: string;
  questions: ChooseQuestion[];
  /** The documents that it is about. */
  backHref: string;
}

export interface ChooseQuestion {
  /** Names the question in the form; empty where there is no code. */
  code: string;
  legend: string;
  /** How many wait for the answer, and what they are over. */
  waits: string;
  choices: Choice[];
}

export function chooseView({ target, cause }: CauseKey, choosing: readonly Choosing[]): ChooseView {
  const isTax = choosing.some(({ subject }) => subject.kind === 'tax');
  return {
    target,
    cause,
    title: isTax ? 'Choose the tax rate' : 'Choose another account',
    message: isKnownCause(cause) ? describeCause(cause, '', target).message : '',
    questions: choosing.map(({ subject, records, sums, choices }) => ({
      code: subject.code,
      legend: legendOf(subject, target),
      waits: [
        records === 1 ? 'One record waits' : `${records} records wait`,
        ...sumWords(sums),
      ].join(', '),
      choices,
    })),
    backHref: causeHref(target, cause),
  };
}

function legendOf({ kind, code }: Subject, target: Target): string {
  const { name } = providerManifests[target];
  if (kind === 'none') return `Account in ${name} for lines without a code`;
  if (kind === 'tax') return `Tax rate in ${name} for lines on account ${code}`;
  if (kind === 'line') return `Account in ${name} for lines with the code ${code}`;
  return code === ''
    ? `Account in ${name} where payments arrive`
    : `Account in ${name} where payments arrive, instead of ${code}`;
}
