import { labelOf } from '../settings/setting-labels.ts';

/** How remedies name a setting: whom to ask, for what, and its name in the command. */
const settingAsked =
  /(ask) whoever set Rollerdoor up for you to ([^.;]*?) \(setting ([A-Za-z]+(?: or [A-Za-z]+)*)\)/gi;

/**
 * A remedy as an operator reads it, who has a page for settings: where to choose, by the label there.
 * The command tells the names, for whoever sets them by it.
 */
export function remedyOnPage(remedy: string): string {
  return remedy.replace(settingAsked, (...found: string[]) => {
    const [, ask = '', wish = '', names = ''] = found;
    const labels = new Set(names.split(' or ').map((name) => `“${labelOf(name)}”`));
    const begin = ask.startsWith('A') ? wish.charAt(0).toUpperCase() + wish.slice(1) : wish;
    return `${begin} in the settings under ${[...labels].join(' or ')}`;
  });
}
