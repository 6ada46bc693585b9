import { describe, expect, it } from "vitest";
import { createManifest, webUrlOf } from "../../../src/server/setup/app-manifest.ts";

describe("createManifest", () => {
  it("takes what app.yml says, and adds where this server is", () => {
    const manifest = createManifest(
      { name: "ours", default_events: ["push"], redirect_url: "https://elsewhere.example" },
      {
        name: "package",
        description: "words",
        hookUrl: "https://smee.io/abc",
        redirectUrl: "http://localhost:3000/probot/setup",
        homepage: "https://github.com",
      },
    );
    expect(manifest).toEqual({
      name: "ours",
      description: "words",
      url: "https://github.com",
      public: false,
      default_events: ["push"],
      hook_attributes: { url: "https://smee.io/abc", active: true },
      redirect_url: "http://localhost:3000/probot/setup",
    });
  });
});

describe("webUrlOf", () => {
  it.each([
    ["https://api.github.com", "https://github.com"],
    ["https://api.octo.ghe.com", "https://octo.ghe.com"],
    ["https://ghe.example/api/v3", "https://ghe.example"],
    ["https://api.ghe.example/v3", "https://api.ghe.example"],
    ["http://127.0.0.1:4000", "http://127.0.0.1:4000"],
  ])("finds the pages of %s", (api, web) => {
    expect(webUrlOf(api)).toBe(web);
  });
});
