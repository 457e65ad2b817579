import type { Link, LinkKey } from '../contracts/stored-items.ts';

export interface Links {
  get(key: LinkKey): Promise<Link | undefined>;
  /**
   * Saves over the revision that was read (`link.revision`; 0: there is none yet) and returns the
   * link with its new revision, or 'conflict' when somebody else saved meanwhile.
   */
  save(link: Link): Promise<Link | 'conflict'>;
  /** Counts of links per kind, for the status page and command. */
  count(operatorId: string): Promise<Record<string, number>>;
}
