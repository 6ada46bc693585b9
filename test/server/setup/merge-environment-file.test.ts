import { parseEnv } from "node:util";
import { describe, expect, it } from "vitest";
import { mergeEnvironmentFile } from "../../../src/server/setup/merge-environment-file.ts";
import { rsaPem } from "../../environment/keys.ts";

describe("mergeEnvironmentFile", () => {
  it("writes what Node reads", () => {
    const text = mergeEnvironmentFile("", { APP_ID: "7", PRIVATE_KEY: rsaPem, WEBHOOK_SECRET: "a#b 'c'" });
    expect(parseEnv(text)).toEqual({ APP_ID: "7", PRIVATE_KEY: rsaPem.trim(), WEBHOOK_SECRET: "a#b 'c'" });
  });

  it("keeps everything else, and takes the place of former lines", () => {
    const former = "# a remark\nPORT=4000\n\nexport APP_ID=\n#APP_ID=5\nAPP_IDS=1\n";
    expect(mergeEnvironmentFile(former, { APP_ID: "7" })).toBe(
      '# a remark\nPORT=4000\n\n#APP_ID=5\nAPP_IDS=1\nAPP_ID="7"\n',
    );
  });

  it.each(['a"b', "a`b", "a$b", "a\\b"])("refuses %j, which would be read as something else", (value) => {
    expect(() => mergeEnvironmentFile("", { WEBHOOK_SECRET: value })).toThrow(/^WEBHOOK_SECRET holds/);
  });
});
