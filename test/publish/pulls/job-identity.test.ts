import { expect, it } from "vitest";
import { isAccountOf, jobIdentity } from "../../../src/publish/pulls/job-identity.ts";

it.each([
  ["the App's own account", "0123456789ab", true],
  ["that of a job of the installation", jobIdentity("0123456789ab", 7), true],
  ["that of a job of another one", jobIdentity("0123456789ab", 77), false],
])("an installation is told of %s, or is not", (_, identity, isTold) => {
  expect(isAccountOf(identity, 7)).toBe(isTold);
});
