import type { Provider } from '../../contracts/ids.ts';
import type { Connections } from '../../ports/connections.ts';

/** Absent while that side is not connected. */
type Epoch = { epoch: number | undefined };

/** The epochs of connections, each read once in a sweep. */
export class SidesConnected {
  readonly #connections: Connections;
  readonly #known = new Map<string, Epoch>();

  constructor(connections: Connections) {
    this.#connections = connections;
  }

  /** Undefined: not connected. Only an answer is kept; what could not be read is read for the next. */
  async epochOf(operatorId: string, provider: Provider): Promise<number | undefined> {
    const name = `${provider} ${operatorId}`;
    const known = this.#known.get(name) ?? (await this.#read(operatorId, provider));
    this.#known.set(name, known);
    return known.epoch;
  }

  async #read(operatorId: string, provider: Provider): Promise<Epoch> {
    const connection = await this.#connections.get({ operatorId, provider });
    return { epoch: connection?.status === 'connected' ? connection.epoch : undefined };
  }
}
