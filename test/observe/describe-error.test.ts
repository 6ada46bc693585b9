import { describe, expect, it } from "vitest";
import { describeError } from "../../src/observe/describe-error.ts";

describe("describeError", () => {
  it("leaves out what Probot and Octokit hang on to errors", () => {
    const error = Object.assign(new Error("Bad credentials"), {
      name: "HttpError",
      status: 401,
      event: { payload: { secret: "PAYLOAD" } },
      payload: "PAYLOAD",
      request: {
        method: "POST",
        url: "https://api.github.com/app",
        headers: { authorization: "bearer PAYLOAD" },
        body: "PAYLOAD",
      },
      response: { data: "PAYLOAD", headers: { "set-cookie": "PAYLOAD" } },
    });
    const all = Object.assign(new AggregateError([error], "all"), { event: "PAYLOAD" });
    const line = describeError(all);
    expect(JSON.stringify(line)).not.toContain("PAYLOAD");
    expect(line).toMatchObject({
      type: "AggregateError",
      errors: [{ type: "HttpError", status: 401, request: "POST https://api.github.com/app" }],
    });
  });

  it("tells a message as it is now: a parser's first one quotes the payload", () => {
    const error = new SyntaxError('Unexpected token, "PAYLOAD" is not valid JSON');
    error.message = "Invalid JSON";
    const line = describeError(error);
    expect(line["stack"]).toMatch(/^SyntaxError: Invalid JSON\n\s+at /);
    expect(JSON.stringify(line)).not.toContain("PAYLOAD");
  });

  it("is bounded in length and depth", () => {
    let error = new Error("x".repeat(100_000));
    for (let depth = 0; depth < 50; depth += 1) error = new Error("y".repeat(100_000), { cause: error });
    const many = new AggregateError(Array.from({ length: 1000 }, () => error));
    expect(JSON.stringify(describeError(many)).length).toBeLessThan(300_000);
  });

  it.each([
    ["text", { type: "string", message: "text" }],
    [undefined, { type: "undefined", message: "undefined" }],
    [{ token: "PAYLOAD" }, { type: "object", message: "an object was thrown" }],
  ])("takes %o, which is no error", (thrown, line) => {
    expect(describeError(thrown)).toEqual(line);
  });
});
