import type { Place } from "./errand.ts";

/** The columns of a row that say whose repository it is about, as a place. */
export function placeOf(row: {
  readonly installation: number;
  readonly repository: number;
  readonly owner: string;
  readonly name: string;
}): Place {
  const { installation, repository, owner, name } = row;
  return { installation, repository: { id: repository, owner, name } };
}

/** A place as the columns of a row. */
export function placeColumns({ installation, repository }: Place) {
  return { installation, repository: repository.id, owner: repository.owner, name: repository.name };
}
