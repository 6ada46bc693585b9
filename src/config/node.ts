import type { Position } from "./problem.ts";

/** A value of a config file and where it stands. Aliases share what they name, so the nodes form a graph without cycles. */
export type Node = TextNode | ScalarNode | ListNode | MappingNode | InvalidNode;

interface Placed {
  /** For an alias, the alias itself; what stands inside keeps the place where it is written. */
  readonly position: Position;
  /** How many nodes there are from here on when aliases are followed. */
  readonly size: number;
}

export interface TextNode extends Placed {
  readonly kind: "text";
  readonly text: string;
  /** Columns from the start of the node to the first character of `text`; absent where the two do not line up. */
  readonly inset?: number;
}

/** What YAML reads as something other than a string. `source` is what the file says: `1.10`. */
export interface ScalarNode extends Placed {
  readonly kind: "scalar";
  readonly value: number | boolean | null;
  readonly source: string;
}

export interface ListNode extends Placed {
  readonly kind: "list";
  readonly items: readonly Node[];
}

export interface MappingNode extends Placed {
  readonly kind: "mapping";
  readonly fields: ReadonlyMap<string, Field>;
}

export interface Field {
  readonly key: Position;
  readonly value: Node;
}

/** What could not be read at all; its problem has been reported. */
export interface InvalidNode extends Placed {
  readonly kind: "invalid";
}
