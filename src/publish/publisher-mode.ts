/** Who is to carry the bytes: the App itself, a workflow, or whichever the registry takes. */
export type PublisherMode = (typeof PUBLISHER_MODES)[number];

/** All of them. */
export const PUBLISHER_MODES = ["auto", "app", "actions"] as const;
