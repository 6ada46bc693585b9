import { expect } from "vitest";
import { addEntries } from "../../../src/config/edit/add-entries.ts";
import type { NewImage } from "../../../src/config/edit/write-entry.ts";
import { parseConfig } from "../../../src/config/parse-config.ts";

export const REDIS: NewImage = { source: "docker.io/library/redis:7" };
export const VAULT: NewImage = { source: "quay.io/x/vault:1.10", to: "tools/vault" };

/** What comes of a file with images added, both without their `version: 1`. */
export function bodyOf(body: string, ...images: readonly NewImage[]): string {
  const result = addEntries(`version: 1\n${body}`, images);
  if (result.problems) throw new Error(result.problems[0]?.message);
  expect(parseConfig(result.text).problems).toEqual([]);
  return result.text.replace("version: 1\n", "");
}

/** A text of these lines. */
export function lines(...all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join("");
}
