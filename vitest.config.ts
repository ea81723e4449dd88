import { defineConfig } from "vitest/config";
import { reportVariable, StageReporter } from "./test/suite/stage-reporter.ts";

/** What needs no engine takes milliseconds; but much of it runs side by side, on two cores perhaps. */
const patience = 30_000;

/** A test with servers takes seconds, and several lanes share two cores. */
const livePatience = 300_000;

const report = process.env[reportVariable];

/** Pure tests, the program under Pulumi's mocks, providers on a Docker engine, and the real thing there, by capability. */
export default defineConfig({
  test: {
    reporters: report === undefined ? ["default"] : ["default", new StageReporter(report)],
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          setupFiles: ["test/support/property-seed.ts"],
          exclude: ["test/live/**", "test/pulumi/**"],
          // They change nothing that is global, so they need not load everything anew for each file.
          isolate: false,
          testTimeout: patience,
          hookTimeout: patience,
        },
      },
      // Pulumi works there, and vitest waits: one file alone would be the last of what runs beside it.
      {
        test: {
          name: "pulumi",
          include: ["test/pulumi/**/*.test.ts"],
          testTimeout: patience,
          hookTimeout: patience,
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "providers",
          include: ["test/live/airgap/**/*.test.ts"],
          testTimeout: livePatience,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "live",
          include: ["test/live/**/*.test.ts"],
          exclude: [
            "test/live/airgap/**",
            "test/live/recovery/**",
            "test/live/team/**",
            "test/live/backup/**",
            "test/live/try/example/**",
          ],
          globalSetup: ["test/live/setup.ts"],
          testTimeout: livePatience,
          hookTimeout: 600_000,
          // Two cores: one file after the other, so that a server under test is not starved by another's start.
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "keys",
          include: ["test/live/recovery/**/*.test.ts"],
          globalSetup: ["test/live/recovery/setup.ts"],
          // Of procedures several go on at once: a comparison of emojis that takes a minute between two steps is given up by its clients.
          maxConcurrency: 3,
          testTimeout: livePatience,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "team",
          include: ["test/live/team/**/*.test.ts"],
          globalSetup: ["test/live/team/setup.ts"],
          testTimeout: livePatience,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: "backup",
          include: ["test/live/backup/**/*.test.ts"],
          globalSetup: ["test/live/backup/setup.ts"],
          testTimeout: livePatience,
          hookTimeout: 600_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
