import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { drill } from "../../../../src/actions/backup/drill/drill.ts";
import { sessionFor } from "../../../../src/actions/session.ts";
import { terminalWithoutAnswers } from "../../../../src/actions/terminal.ts";
import { execIn } from "../../../../src/io/docker/container-exec.ts";
import { servedSabotages } from "../../../support/backup/drill/served-sabotages.ts";
import { sample } from "../../../support/sample.ts";
import { chatkeepSucceeds } from "../../../support/stack/command-line.ts";
import { engineOf } from "../../../support/stack/engine.ts";

const stack = inject("backupStack");
const own = process.env.XDG_STATE_HOME;

/** Drills run in this process here, with the state of that stack. */
beforeAll(() => {
  process.env.XDG_STATE_HOME = stack.stateHome;
});

afterAll(() => {
  if (own === undefined) delete process.env.XDG_STATE_HOME;
  else process.env.XDG_STATE_HOME = own;
});

/** One takes a minute: `npm test` has the pure tests of these checks, and all are in the soak. */
describe("a drill on a restored server", () => {
  it.each(sample("sabotages of a served archive", servedSabotages, 0))(
    "finds that $title",
    async ({ check, object, sql }) => {
      await chatkeepSucceeds(stack, ["backup", "now"]);
      const session = sessionFor(
        "drill",
        stack.name,
        terminalWithoutAnswers(() => undefined),
      );
      const { report } = await drill(session, {
        ...{ wanted: { kind: "newest" }, engine: null, folder: null },
        beforeCompare: (container) => breakIt(container, sql),
      });
      const found = report.checks.find(({ id }) => id === check);
      expect(found?.outcome).toBe("fails");
      expect(found?.findings.map((each) => each.object)).toContainEqual(expect.stringMatching(object));
      expect(report.passed).toBe(false);
    },
    // A server that does not start is given up after five minutes.
    600_000,
  );

  it.each(sample("good drills", [2, 3, 4, 5, 6, 7, 8, 9, 10], 0))(
    "passes of a good archive, time %i of 10",
    async () => {
      const { stdout } = await chatkeepSucceeds(stack, ["drill", "--random", "--json"]);
      expect(JSON.parse(stdout).passed).toBe(true);
    },
  );

  it("has a sabotage for what only a running server shows", () => {
    expect(new Set(servedSabotages.map(({ check }) => check)).size).toBe(servedSabotages.length);
  });
});

async function breakIt(container: string, sql: string): Promise<void> {
  const psql = "setpriv --reuid 999 --regid 999 --clear-groups /usr/lib/postgresql/17/bin/psql";
  const script = `${psql} --host /run/postgresql --username postgres --dbname synapse -qAtX -v ON_ERROR_STOP=1 -c "$1"`;
  const ended = await execIn(engineOf(stack), container, ["bash", "-c", script, "bash", sql]);
  if (ended.exitCode !== 0) throw new Error(ended.stderr);
}
