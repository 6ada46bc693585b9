/** Rows of one statement: PostgreSQL takes 65,535 parameters, and ours have at most a dozen a row. */
const PORTION = 1_000;

/** The rows in portions that a statement can take, in their order; none of no rows. */
export function inPortions<T>(rows: readonly T[]): readonly (readonly T[])[] {
  return Array.from({ length: Math.ceil(rows.length / PORTION) }, (_, index) =>
    rows.slice(index * PORTION, (index + 1) * PORTION),
  );
}
