// Prints how many tests passed, failed and were skipped, from the file that vitest's JSON reporter wrote. A test file
// that could not even be loaded counts as one failure. Plain JavaScript: it is run outside of npm, on any Node.
import { readFileSync } from "node:fs";

const { testResults } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const outcomes = testResults.flatMap(({ status, assertionResults }) => {
  const own = assertionResults.map((test) => test.status);
  return status === "failed" && !own.includes("failed") ? [...own, "failed"] : own;
});
const count = (...kinds) => outcomes.filter((outcome) => kinds.includes(outcome)).length;
const [passed, failed] = [count("passed"), count("failed")];
console.log(`${passed} passed, ${failed} failed, ${outcomes.length - passed - failed} skipped`);
