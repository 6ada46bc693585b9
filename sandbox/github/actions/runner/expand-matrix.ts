/** The values that one job of a matrix has, by name. */
export type Cell = Readonly<Record<string, unknown>>;

/**
 * All jobs of a matrix: each combination of the lists, without those that fit an `exclude`, with what `include` adds to them or has
 * besides. Throws, in GitHub's words, where a list is none or is empty.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idstrategymatrix
 */
export function expandMatrix(matrix: unknown): readonly Cell[] {
  const { include, exclude, ...vectors } = asCell(matrix, "Matrix");
  const names = Object.keys(vectors);
  const all = Object.entries(vectors).reduce<Cell[]>(
    (cells, [name, values]) => {
      const list = listOf(values, name);
      if (list.length === 0) throw new Error(`Matrix vector '${name}' does not contain any values`);
      return cells.flatMap((cell) => list.map((value) => ({ ...cell, [name]: value })));
    },
    [{}],
  );
  const excluded = listOf(exclude ?? [], "exclude").map((item) => asCell(item, "exclude"));
  const kept = names.length === 0 ? [] : all.filter((cell) => !excluded.some((one) => fits(cell, one)));
  const added = listOf(include ?? [], "include").map((item) => asCell(item, "include"));
  return addAll(kept, added, names);
}

/** An `include` extends the combinations that it does not contradict; where there is none, it is a job of its own. */
function addAll(kept: readonly Cell[], added: readonly Cell[], names: readonly string[]): readonly Cell[] {
  let cells = kept;
  const others: Cell[] = [];
  for (const one of added) {
    const own = Object.fromEntries(Object.entries(one).filter(([name]) => names.includes(name)));
    if (kept.some((cell) => fits(cell, own)))
      cells = cells.map((cell) => (fits(cell, own) ? { ...cell, ...one } : cell));
    else others.push(one);
  }
  return [...cells, ...others];
}

function fits(cell: Cell, wanted: Cell): boolean {
  return Object.entries(wanted).every(
    ([name, value]) => JSON.stringify(cell[name]) === JSON.stringify(value),
  );
}

function listOf(value: unknown, name: string): readonly unknown[] {
  if (!Array.isArray(value)) throw new Error(`Matrix vector '${name}' is no list`);
  return value;
}

function asCell(value: unknown, what: string): Cell {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error(`${what} is no mapping`);
  return { ...value };
}
