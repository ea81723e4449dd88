import { defineConfig } from "vitest/config";

/** What needs no engine takes milliseconds; but much of it runs side by side, on two cores perhaps. */
const patience = 30_000;

/** Three tiers: pure tests, the program under Pulumi's mocks, and the real thing on a Docker engine. */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/live/**", "test/pulumi/**"],
          // They change nothing that is global, so they need not load everything anew for each file.
          isolate: false,
          testTimeout: patience,
        },
      },
      { test: { name: "pulumi", include: ["test/pulumi/**/*.test.ts"], testTimeout: patience } },
      {
        test: {
          name: "live",
          include: ["test/live/**/*.test.ts"],
          globalSetup: ["test/live/setup.ts"],
          testTimeout: 120_000,
          hookTimeout: 600_000,
          // Two cores: one file after the other, so that a server under test is not starved by another's start.
          fileParallelism: false,
        },
      },
    ],
  },
});
