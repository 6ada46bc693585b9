import { LIMITS } from "../limits.ts";
import type { ProblemList } from "../problem-list.ts";
import { fieldOf, itemsOf, type Value } from "../value.ts";
import type { Grant } from "./policy.ts";
import { readPatterns } from "./read-patterns.ts";
import { readRepositoryName } from "./read-repository-name.ts";

/** Reads a list of grants. One without a usable repository is left out; what is wrong adds a problem. */
export function readGrants(list: Value, problems: ProblemList): readonly Grant[] {
  return itemsOf(list)
    .slice(0, LIMITS.patterns)
    .flatMap((item) => {
      const name = fieldOf(item, "repository");
      const repository = name && readRepositoryName(name, problems);
      const destinations = readPatterns(fieldOf(item, "destinations"), "destination", problems);
      return repository === undefined ? [] : [{ repository, destinations, position: item.node.position }];
    });
}
