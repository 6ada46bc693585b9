/** What one image of a run has moved. Sizes in bytes. */
export class Tally {
  /** Sent to the destination: blobs and manifests. */
  moved = 0;
  /** Not sent, because the registry had them. */
  mounted = 0;
}

/** What the engine tells while it works; a listener must return at once. */
export interface CopyListener {
  /** So many more bytes must reach the destination; negative when some turn out to be there. */
  expected(bytes: number): void;
  /** So many bytes went on their way; negative when a broken transfer starts over. */
  moved(bytes: number): void;
}
