import type { Issue } from '../../contracts/issue-items.ts';
import type { LedgerSettings } from '../../contracts/settings.ts';
import { describeCause, type IssueCause } from '../issues/causes.ts';
import type { SettingName } from '../setting-names/setting-words.ts';

export interface DoubtfulSetting {
  name: SettingName;
  /** What the ledger said, or lacks. */
  message: string;
}

type Told = Pick<Issue, 'cause' | 'message'>;

/** What each setting is known by in the words of an issue; absent: the issue names nothing of it. */
interface Sign {
  causes: readonly IssueCause[];
  /** Undefined where the setting cannot be at fault. */
  detail(settings: LedgerSettings): string | undefined;
}

const accountCauses = ['account_unknown', 'account_archived', 'account_ambiguous'] as const;

const signs: ReadonlyArray<readonly [SettingName, Sign]> = [
  [
    'defaultAccountCode',
    {
      causes: [...accountCauses, 'account_not_usable'],
      detail: ({ defaultAccountCode }) => defaultAccountCode,
    },
  ],
  [
    'clearingAccountCode',
    {
      causes: [...accountCauses, 'clearing_account_refused'],
      detail: ({ clearingAccountCode }) => clearingAccountCode,
    },
  ],
  [
    'trackingCategoryName',
    {
      causes: ['tracking_category_archived', 'tracking_full'],
      detail: ({ trackingCategoryName }) => trackingCategoryName,
    },
  ],
  [
    'taxRules',
    {
      causes: ['tax_type_rejected'],
      detail: ({ taxRules }) => (taxRules.length > 0 ? '' : undefined),
    },
  ],
];

/**
 * Settings that fitted the ledger when they were set, or were chosen by us, and by what issues say do
 * so no longer. Nothing is asked of the ledger for it.
 */
export function doubtfulSettings(
  settings: LedgerSettings | undefined,
  issues: readonly Told[],
): DoubtfulSetting[] {
  if (settings === undefined) return [];
  return signs.flatMap(([name, { causes, detail }]) => {
    const value = detail(settings);
    if (value === undefined) return [];
    const message = causes
      .map((cause) => ({ cause, message: describeCause(cause, value, settings.target).message }))
      .find((sign) => issues.some((issue) => isToldBy(issue, sign)))?.message;
    return message === undefined ? [] : [{ name, message }];
  });
}

function isToldBy(issue: Told, sign: { cause: IssueCause; message: string }): boolean {
  return issue.cause === sign.cause && issue.message === sign.message;
}

export function doubtfulLines(doubtful: readonly DoubtfulSetting[]): string[] {
  return doubtful.map(({ name, message }) => `Setting ${name} does not fit any more: ${message}`);
}
