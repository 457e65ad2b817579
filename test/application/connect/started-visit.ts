import type { CallbackVisit } from '../../../shared/application/connect/complete-authorization.ts';
import { startAuthorization } from '../../../shared/application/connect/start-authorization.ts';
import type { Provider } from '../../../shared/contracts/ids.ts';
import type { ConnectWorld } from './connect-world.ts';

/** A person who pressed the button, gave permission, and is about to come back. */
export async function started(
  world: ConnectWorld,
  options: { provider?: Provider; mayBeOtherAccount?: boolean; operatorId?: string } = {},
): Promise<CallbackVisit & { state: string }> {
  const { provider = 'stora', mayBeOtherAccount = false } = options;
  const session = await world.visit(options.operatorId);
  const url = await startAuthorization(world, { session, provider, mayBeOtherAccount });
  const state = new URL(url).searchParams.get('state') ?? '';
  return { provider, state, code: 'code-1', error: undefined, session };
}
