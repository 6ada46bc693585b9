/** Which of the two registries of a copy is meant. */
export type Side = "source" | "destination";
