import type { LedgerSettings } from '../../contracts/settings.ts';
import type { Catalogue } from '../ledger/drafts.ts';
import { type DocumentSite, placeSite } from './place-site.ts';
import { type Mapped, mapped } from './result.ts';

/**
 * How lines are marked with a document's site, as the mapping takes it. What is missing in the ledger has the
 * name under which it would be made, where the settings allow that.
 */
export function trackSite(
  site: DocumentSite,
  settings: LedgerSettings,
  catalogue: Catalogue,
): Mapped<{ tracking?: { categoryName: string; optionName: string } }> {
  const choice = placeSite(site, settings, catalogue);
  if (!choice.ok) return choice;
  const { value } = choice;
  if (value.kind === 'none') return mapped({});
  if (value.kind === 'option') {
    const { categoryName, optionName } = value;
    return mapped({ tracking: { categoryName, optionName } });
  }
  const { trackingCategoryName: categoryName } = settings;
  const optionName = value.kind === 'create_option' ? value.optionName : (site.siteName ?? '');
  return mapped({ tracking: { categoryName, optionName } });
}
