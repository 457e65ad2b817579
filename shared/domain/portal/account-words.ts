import { providerManifests } from '../../targets/provider-manifests.ts';
import type { AuthorizationResult, ProblemWords } from './authorization-result.ts';

/** What a person reads at the end of a visit on which there was more than one company. */
type Told = Extract<AuthorizationResult, { kind: 'connected' | 'none_chosen' | 'account_taken' }>;

/** Names the visitor's own companies only, never another operator or anything of it. */
export function accountWords(result: Told): ProblemWords & { more: string[] } {
  const provider = providerManifests[result.provider].name;
  switch (result.kind) {
    case 'connected':
      return {
        status: 200,
        title: `${provider} is connected`,
        message: `Rollerdoor works with ${result.account ?? 'the company that you chose'}.`,
        more: [
          `${givenBackWords(result.givenBack ?? [])} Rollerdoor can no longer see anything there.`,
        ],
      };
    case 'none_chosen':
      return {
        status: 200,
        title: 'Nothing was connected',
        message: 'None of the companies was chosen.',
        more: [
          ...unlessEmpty(givenBackWords(result.givenBack)),
          'To connect one, press the connect button again.',
        ],
      };
    case 'account_taken':
      return {
        status: 409,
        title: 'Already connected with another Rollerdoor account',
        message: `${result.account ?? `Every company that you allow us in ${provider}`} is connected with another Rollerdoor account, and a company can only belong to one: else its documents would be posted twice. Nothing was changed.`,
        more: [
          ...unlessEmpty(givenBackWords(result.givenBack ?? [])),
          `If another company is meant, press the connect button again and choose it on ${provider}’s page.`,
          `If this is the right one, disconnect ${provider} in the other account first. Who sent you the link can find out which account that is.`,
        ],
      };
  }
}

/** Empty where nothing was given back. */
export function givenBackWords(names: string[]): string {
  if (names.length === 0) return '';
  return `Access to ${listOf(names)} was not needed and was given back.`;
}

function unlessEmpty(words: string): string[] {
  return words === '' ? [] : [words];
}

function listOf(names: string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
