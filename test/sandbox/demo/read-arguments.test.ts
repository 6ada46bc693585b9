import { expect, it } from "vitest";
import { readArguments } from "../../../sandbox/demo/read-arguments.ts";

it.each([
  [[], { kind: "leave" }],
  [["--stay"], { kind: "stay" }],
  [["--stay", "--stay"], { kind: "stay" }],
  [["--help"], { kind: "unknown", argument: "--help" }],
  [["--stay", "here"], { kind: "unknown", argument: "here" }],
])("reads %j", (argv, request) => {
  expect(readArguments(argv)).toEqual(request);
});
