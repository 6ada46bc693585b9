import { describe, expect, it } from "vitest";
import { listVersions } from "../../../src/action/remove/list-versions.ts";
import { hasCode } from "../../../src/oci/error.ts";
import { digest } from "../../cli/reports.ts";
import { type Answering, fakeSend } from "../../oci/fake-send.ts";
import { instantClock } from "../../scenarios/instant-clock.ts";

const API = "https://api.github.com";
const version = (id: number, tags: readonly string[]) => ({
  id,
  name: digest(`${id}`),
  metadata: { package_type: "container", container: { tags } },
});

async function list(answer: Answering, name = "app") {
  const { send, requests } = fakeSend(answer);
  const { signal } = new AbortController();
  const access = { send, token: "ghs_secret", clock: instantClock(), random: () => 0, signal };
  const versions = await listVersions(API, { owner: "acme", name }, access);
  return { versions, asked: requests.map(({ url }) => url.href.slice(API.length)) };
}

const codeOf = (answer: Answering) =>
  list(answer).then(
    () => undefined,
    (error: unknown) =>
      hasCode(error, "TOO_LARGE", "MALFORMED", "NOT_FOUND", "DENIED") ? error.code : error,
  );

describe("listVersions", () => {
  it("lists all pages of an organization's package", async () => {
    const first = `${API}/orgs/acme/packages/container/app/versions?per_page=100`;
    const { versions, asked } = await list(({ url }) =>
      url.href === first
        ? {
            status: 200,
            body: [version(1, ["1", "latest"])],
            headers: { link: `<${first}&page=2>; rel="next"` },
          }
        : { status: 200, body: [version(2, [])] },
    );
    expect(versions).toEqual([
      {
        url: new URL(`${API}/orgs/acme/packages/container/app/versions/1`),
        digest: digest("1"),
        tags: ["1", "latest"],
      },
      { url: new URL(`${API}/orgs/acme/packages/container/app/versions/2`), digest: digest("2"), tags: [] },
    ]);
    expect(asked).toHaveLength(2);
  });

  it("asks for a person's package where there is no such organization", async () => {
    const { versions, asked } = await list(({ url }) =>
      url.pathname.startsWith("/orgs/") ? { status: 404 } : { status: 200, body: [version(1, [])] },
    );
    expect(asked[1]).toBe("/users/acme/packages/container/app/versions?per_page=100");
    expect(versions[0]?.url.pathname).toBe("/users/acme/packages/container/app/versions/1");
  });

  it("writes the slashes of a name as one part of the path", async () => {
    const { asked } = await list(() => ({ status: 200, body: [] }), "team/app");
    expect(asked).toEqual(["/orgs/acme/packages/container/team%2Fapp/versions?per_page=100"]);
  });

  it.each<[code: string, what: string, answer: Answering]>([
    ["NOT_FOUND", "no package", () => ({ status: 404 })],
    ["DENIED", "no permission", () => ({ status: 403, body: { message: "no" } })],
    ["MALFORMED", "no list", () => ({ status: 200, body: {} })],
    ["MALFORMED", "null", () => ({ status: 200, body: "[null]" })],
    ["MALFORMED", "no digest", () => ({ status: 200, body: [{ id: 1, name: "1.0", metadata: {} }] })],
    ["MALFORMED", "no id", () => ({ status: 200, body: [{ id: "1", name: digest("1") }] })],
    [
      "MALFORMED",
      "no tags",
      () => ({ status: 200, body: [{ ...version(1, []), metadata: { container: { tags: [1] } } }] }),
    ],
    [
      "TOO_LARGE",
      "pages without an end",
      ({ url }) => ({
        status: 200,
        body: [],
        headers: { link: `<${url.href.replace(/&page=.*/, "")}&page=${Math.random()}>; rel="next"` },
      }),
    ],
    [
      "MALFORMED",
      "a next page elsewhere",
      () => ({ status: 200, body: [], headers: { link: `<https://evil.example/>; rel="next"` } }),
    ],
  ])("throws %s for %s", async (code, _, answer) => {
    expect(await codeOf(answer)).toBe(code);
  });
});
