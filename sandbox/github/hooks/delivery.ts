/** One attempt to deliver a webhook, as GitHub's log keeps it. */
export interface Delivery {
  readonly id: number;
  /** The same for all attempts of one happening. */
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation: number | null;
  readonly repository: number | null;
  readonly isRedelivery: boolean;
  readonly at: Date;
  /** What was sent, byte for byte. */
  readonly body: Buffer;
  readonly headers: Readonly<Record<string, string>>;
  /** 0: nothing came back. */
  statusCode: number;
  /** `OK`, or what went wrong, as GitHub writes it. Empty while it is under way. */
  status: string;
  /** Seconds. */
  duration: number;
}
