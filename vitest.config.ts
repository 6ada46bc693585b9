import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: "test/global-setup.ts",
    testTimeout: 20_000,
    hookTimeout: 20_000,
    pool: "forks",
    isolate: false,
    // Most of them wait for other processes most of the time.
    maxWorkers: 3,
  },
});
