import { provider } from '../../contracts/ids.ts';
import type { Aside } from '../../ports/aside.ts';
import type { RecentConnections } from './recent-connections.ts';

/**
 * The same, where the connections that are read with the marks are remembered as any others are, so that
 * the calls of a batch need not read them again. Marks never are.
 */
export function rememberedAside(stored: Aside, recent: RecentConnections): Aside {
  return {
    withConnections: (operatorId) =>
      recent.noting(
        () => stored.withConnections(operatorId),
        ({ connections }) => connections,
        provider.options.map((name) => ({ operatorId, provider: name })),
      ),
    mark: (...asked) => stored.mark(...asked),
    put: (...given) => stored.put(...given),
    note: (...given) => stored.note(...given),
    first: (...asked) => stored.first(...asked),
    remove: (...given) => stored.remove(...given),
    close: (...given) => stored.close(...given),
    due: (...asked) => stored.due(...asked),
    lookNext: (...given) => stored.lookNext(...given),
  };
}
