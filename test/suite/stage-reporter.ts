import { writeFileSync } from "node:fs";
import type { Reporter, TestModule } from "vitest/node";

/** The environment variable that names the file for a stage's report. */
export const reportVariable = "CHATKEEP_TEST_REPORT";

/** What a stage that runs tests came to, and what each of its files took. */
export interface StageReport {
  readonly passed: number;
  readonly failed: number;
  readonly files: readonly { readonly file: string; readonly seconds: number }[];
}

/**
 * Writes a stage's report. Files are counted with their hooks: in vitest's own JSON a file begins with its first test, without the
 * servers that were brought up for it before.
 */
export class StageReporter implements Reporter {
  private readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  onTestRunEnd(modules: readonly TestModule[]): void {
    const states = modules.flatMap(({ children }) => [...children.allTests()].map((test) => test.result().state));
    const report: StageReport = {
      passed: states.filter((state) => state === "passed").length,
      failed: states.filter((state) => state === "failed").length,
      files: modules.map((module) => ({ file: module.moduleId, seconds: module.diagnostic().duration / 1_000 })),
    };
    writeFileSync(this.path, JSON.stringify(report));
  }
}
