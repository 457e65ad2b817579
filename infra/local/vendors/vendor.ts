/** What a partner engineer copies from a vendor's developer page into the secret. */
export interface ClientCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What a sandbox is started with. */
export interface VendorPlace<Choices> {
  readonly port: number;
  /** Rollerdoor as the vendor knows it. */
  readonly client: ClientCredentials;
  /** Where a consent sends the browser back to. */
  readonly redirectUri: string;
  readonly portalUrl: string;
  /** What the deployed functions were told of this vendor; it is set up to match. */
  readonly settings: unknown;
  /** Signs what it tells by webhooks, as the functions were told; absent: it tells nothing. */
  readonly eventsKey: string | undefined;
  /** No limits on calls. */
  readonly liftCaps: boolean;
  /** Faults, modes and limits. */
  readonly choices: Choices | undefined;
}

export interface ServedVendor<Sandbox> {
  /** `http://127.0.0.1:<port>`, without a slash at the end; its control page is below `/control`. */
  readonly url: string;
  readonly sandbox: Sandbox;
  close(): Promise<void>;
}

/** A simulated vendor, as the local stack starts it. */
export interface Vendor<Choices, Sandbox> {
  /** How people call it. */
  readonly name: string;
  /** Do changes come from it, or go to it? */
  readonly role: 'source' | 'target';
  start(place: VendorPlace<Choices>): Promise<ServedVendor<Sandbox>>;
}
