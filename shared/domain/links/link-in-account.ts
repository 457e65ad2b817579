import type { Link } from '../../contracts/link-item.ts';

/**
 * The link as it counts in one company of the target. What was posted to another company stays
 * there and is remembered, but says nothing about this one: its ids would lead to wrong documents.
 * Links from before companies were noted belong to the one at hand.
 */
export function linkInAccount(link: Link, accountId: string | undefined): Link {
  if (accountId === undefined || link.accountId === accountId) return link;
  if (link.accountId === undefined) return { ...link, accountId };
  const { version: _version, targetId, targetLabel: _label, posted: _posted, ...rest } = link;
  const { brought: _brought, mergedFrom: _mergedFrom, sharedWith: _sharedWith, ...others } = rest;
  const { historyGivenUp: _givenUp, ...kept } = others;
  const before = targetId === undefined ? [] : [{ accountId: link.accountId, targetId }];
  return {
    ...kept,
    accountId,
    former: [...(link.former ?? []), ...before],
    effects: {},
    // A note on the timeline tells what happened and stays true; the id on the contact does not, and the
    // history of a document is out of reach.
    owed: link.owed.filter((debt) => debt.what === 'timeline'),
  };
}

/**
 * Tells whether the record stands in the books of another company only. In the company at hand it is
 * looked for by its number, so that coming back to it finds what was posted there.
 */
export function isPostedElsewhere(link: Link): boolean {
  const { former = [], targetId, accountId } = link;
  const isHere = former.some((document) => document.accountId === accountId);
  return targetId === undefined && former.length > 0 && !isHere;
}
