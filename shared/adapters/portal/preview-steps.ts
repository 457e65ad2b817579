import type { Target } from '../../contracts/ids.ts';
import type { SessionClaims } from '../../contracts/portal-tokens.ts';
import type { PreviewPurpose } from '../../contracts/preview.ts';
import type { PreviewFacts } from '../../domain/portal/preview-head.ts';

export interface AskedPreview {
  target: Target;
  purpose: PreviewPurpose;
  from?: string | undefined;
  to?: string | undefined;
  isFresh?: boolean;
}

/** What the pages of the preview and the switch need. */
export interface PreviewSteps {
  /** Undefined: no ledger is connected. */
  loadPreview(session: SessionClaims, asked: AskedPreview): Promise<PreviewFacts | undefined>;
  /** `seen`: the settings and the company of the preview that is accepted. */
  switchPosting(
    session: SessionClaims,
    wish: { target: Target; isOn: boolean; seen?: { version: number; accountId?: string } },
  ): Promise<'done' | 'changed_since' | 'not_connected'>;
}
