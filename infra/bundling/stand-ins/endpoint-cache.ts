// Takes the place of the SDK's cache for DynamoDB's endpoint discovery, which is off unless somebody asks for
// it. The client makes one of these whether it is used or not.

/** Always empty: if discovery were switched on, it would ask each time. */
export class EndpointCache {
  get(): undefined {
    return undefined;
  }

  getEndpoint(): undefined {
    return undefined;
  }

  has(): boolean {
    return false;
  }

  set(): void {}

  delete(): void {}

  clear(): void {}
}
