import { isObject, type JsonObject } from "./json.ts";

/** JSON with one operation, webhook or schema a line, so that a change of the description makes a readable diff. */
export function toText(contract: JsonObject): string {
  return `${block(contract, (value) => (isObject(value) ? block(value, (inner) => JSON.stringify(inner)) : JSON.stringify(value)))}\n`;
}

function block(object: JsonObject, write: (value: unknown) => string): string {
  const lines = Object.entries(object).map(([key, value]) => `${JSON.stringify(key)}: ${write(value)}`);
  return `{\n${lines.join(",\n")}\n}`;
}
