/** A step of setting up, and what comes next. */
export interface SetUpStep {
  title: string;
  state: 'done' | 'now' | 'later';
  /** What it is for, in one line; of a step that is done, what it came to. */
  words: string;
  /** Where it is done; connecting is a form, with the provider's name here. */
  href?: string;
  connects?: string;
  buttonWords?: string;
  /** May be gone to although another step comes first: settings that fit need no change. */
  isOpen?: boolean;
}

export interface SetUpFacts {
  source: { provider: string; name: string; account: string | undefined };
  target: { provider: string; name: string; account: string | undefined };
  /** Where the settings, and the preview, are; undefined: this version has no such page. */
  settingsHref: string | undefined;
  previewHref: string | undefined;
  isChecked: boolean;
  isOn: boolean;
}

/** The way from the link to documents that arrive by themselves; exactly one step is the next. */
export function setUpSteps(facts: SetUpFacts): SetUpStep[] {
  const { source, target } = facts;
  const all: Array<Omit<SetUpStep, 'state'> & { isDone: boolean }> = [
    connecting(source, 'Where your invoices are made. You give permission on its own page.'),
    connecting(target, 'Your books, where they should arrive. You choose the company there.'),
  ];
  if (facts.settingsHref !== undefined)
    all.push({
      title: 'Check the settings',
      words: facts.isChecked
        ? 'Everything that your documents use is there.'
        : 'Accounts, tax rates and sites are proposed; you see what is missing and what helps.',
      href: facts.settingsHref,
      buttonWords: 'Look at the settings',
      isDone: facts.isChecked,
    });
  if (facts.previewHref !== undefined) all.push(previewing(facts), switchingOn(facts));
  const next = all.findIndex(({ isDone }) => !isDone);
  return all.map(({ isDone, ...step }, at) => ({
    ...step,
    state: isDone ? 'done' : at === next ? 'now' : 'later',
  }));
}

function connecting(side: SetUpFacts['source'], words: string) {
  const { provider, name, account } = side;
  return {
    title: `Connect ${name}`,
    words: account === undefined ? words : `Connected with ${account}.`,
    connects: provider,
    buttonWords: `Connect ${name}`,
    isDone: account !== undefined,
  };
}

function previewing({ previewHref = '', isOn, source, target }: SetUpFacts) {
  return {
    isOpen: source.account !== undefined && target.account !== undefined,
    title: 'See what would be sent',
    words: `Your own documents of the last 30 days, as they would stand in ${target.name}. Nothing is sent yet.`,
    href: previewHref,
    buttonWords: 'See the preview',
    isDone: isOn,
  };
}

function switchingOn({ previewHref = '', isOn, target }: SetUpFacts) {
  return {
    title: 'Switch on',
    words: `From then on documents go to ${target.name} by themselves, within a minute.`,
    href: previewHref,
    buttonWords: 'Switch on',
    isDone: isOn,
  };
}
