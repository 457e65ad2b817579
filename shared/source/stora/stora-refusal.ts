import { ProviderError, type ProviderFailure } from '../../domain/errors/errors.ts';

export interface RefusedDetail {
  message: string;
  /** JSON pointer into the body, or `/name` of a URL parameter. */
  pointer: string;
}

/**
 * A definite no, with what it says of the request. The details stay inside: they may quote what was
 * sent, and an error ends in logs.
 */
export class StoraRefusal extends ProviderError {
  readonly #details: RefusedDetail[];

  constructor(failure: ProviderFailure, details: RefusedDetail[]) {
    super(failure);
    this.#details = details;
  }

  /** The request itself is at fault: malformed, or with content or a parameter that is not known. */
  isOfContent(): boolean {
    return this.failure.status === 400 || this.failure.status === 422;
  }

  /** Does it speak of this member of the body, or of this parameter? */
  pointsAt(name: string): boolean {
    return this.#pointers().some((pointer) => isAt(pointer, name));
  }

  /** Does it speak of other members only? */
  pointsElsewhere(name: string): boolean {
    const pointers = this.#pointers();
    return pointers.length > 0 && !pointers.some((pointer) => isAt(pointer, name));
  }

  /** Places in a list of the body, as in `/event_types/3`. */
  placesIn(name: string): number[] {
    const prefix = `/${name}/`;
    return this.#pointers().flatMap((pointer) => {
      const place = pointer.startsWith(prefix) ? pointer.slice(prefix.length) : '';
      return /^\d{1,4}$/.test(place) ? [Number(place)] : [];
    });
  }

  /** Words of this form anywhere in what it says. */
  wordsLike(form: RegExp): string[] {
    return this.#details
      .flatMap(({ message, pointer }) => [...message.matchAll(form), ...pointer.matchAll(form)])
      .map(([word]) => word);
  }

  #pointers(): string[] {
    return this.#details.map(({ pointer }) => pointer).filter((pointer) => pointer !== '');
  }
}

function isAt(pointer: string, name: string): boolean {
  return pointer === `/${name}` || pointer.startsWith(`/${name}/`);
}
