import type { Target } from '../../contracts/ids.ts';
import type { Issue } from '../../contracts/issue-items.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { sumsOf } from '../../domain/issues/group-figures.ts';
import type { DifferentAnswer } from '../../domain/issues/press-answers.ts';
import type { Catalogue } from '../../domain/ledger/drafts.ts';
import {
  type Choosing,
  choicesFor,
  ratesFor,
  settingsWith,
  subjectOf,
} from '../../domain/settings/other-posting.ts';
import { type SaveSettingsDeps, saveSettings } from '../settings/save-settings.ts';
import { type CauseOf, issuesReadAtMost, openOfCause } from './of-cause.ts';
import { type RetryIssueDeps, retryChosen } from './retry-issue.ts';

export interface PostDifferentlyDeps extends RetryIssueDeps, SaveSettingsDeps {
  issues: RetryIssueDeps['issues'];
  clock: RetryIssueDeps['clock'];
  /** A ledger's lists as they are now. @throws as the ledger does. */
  catalogueOf(operatorId: string, target: Target): Promise<Catalogue>;
}

export interface Asked extends CauseOf {
  code: string;
  value: string;
}

/**
 * What can be chosen for the open issues of one cause, with the ledger's lists as they are now: five
 * calls. Undefined: the ledger was never connected.
 * @throws DeferredError, NotConnectedError, ProviderError as the ledger does.
 */
export async function loadChoices(
  deps: PostDifferentlyDeps,
  asked: CauseOf,
): Promise<Choosing[] | undefined> {
  const { operatorId, target } = asked;
  const settings = await deps.settings.get(operatorId, target);
  const catalogue = await catalogueOf(deps, asked);
  if (settings === undefined || catalogue === undefined) return undefined;
  const bySubject = Map.groupBy(await waitingFor(deps, asked), (issue) =>
    JSON.stringify(subjectOf(issue, settings)),
  );
  return [...bySubject.values()].flatMap((issues) => {
    const [first] = issues;
    const subject = first && subjectOf(first, settings);
    if (subject === undefined) return [];
    const choices = choicesFor(subject, catalogue, factsOf(issues));
    return [{ subject, records: issues.length, sums: sumsOf(issues), choices }];
  });
}

/**
 * Changes the settings so that what waits for this code is posted otherwise from now on, and tries it
 * again. A worker that dies in between loses nothing: the sweep sees other settings, and asks.
 * @throws as {@link loadChoices}.
 */
export async function postDifferently(
  deps: PostDifferentlyDeps,
  asked: Asked,
  actor: 'operator' | 'partner',
): Promise<DifferentAnswer> {
  const { operatorId, target, code, value } = asked;
  const catalogue = await catalogueOf(deps, asked);
  const present = await deps.settings.get(operatorId, target);
  if (catalogue === undefined || present === undefined) return { kind: 'not_connected' };
  const issues = (await waitingFor(deps, asked)).filter(
    (issue) => subjectOf(issue, present)?.code === code,
  );
  const [first] = issues;
  const subject = first && subjectOf(first, present);
  if (subject === undefined) return { kind: 'no_such_issue' };
  const facts = factsOf(issues);
  if (!choicesFor(subject, catalogue, facts).some((choice) => choice.value === value))
    return { kind: 'no_such_choice' };
  const rates = ratesFor(facts, catalogue).filter(({ taxType }) => taxType === value);
  const change = (settings: LedgerSettings) => settingsWith(settings, { subject, value, rates });
  const saved = await saveSettings(deps, { operatorId, target, change, actor });
  if (saved.kind === 'no_settings') return { kind: 'not_connected' };
  if (saved.kind === 'does_not_fit' || saved.kind === 'changed_meanwhile')
    return { kind: 'no_such_choice' };
  const retry = { operatorId, target, cause: asked.cause };
  const { answer, records } = await retryChosen(deps, { ...retry, issues }, actor);
  return { kind: 'saved', records, isConnected: answer !== 'source_not_connected' };
}

async function catalogueOf(
  deps: PostDifferentlyDeps,
  { operatorId, target }: CauseOf,
): Promise<Catalogue | undefined> {
  const connection = await deps.connections.get({ operatorId, provider: target });
  return connection?.status === 'connected' ? deps.catalogueOf(operatorId, target) : undefined;
}

/** The page and the press look at the same ones, so that what was offered is taken. */
function waitingFor({ issues }: PostDifferentlyDeps, asked: CauseOf): Promise<Issue[]> {
  return openOfCause(issues, asked, { atMost: issuesReadAtMost });
}

function factsOf(issues: readonly Issue[]): string[] {
  return [...new Set(issues.flatMap(({ fact }) => (fact === undefined ? [] : [fact])))];
}
