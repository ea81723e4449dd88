import { execFileSync } from "node:child_process";
import { chmodSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { Agent } from "node:http";
import { delimiter, join } from "node:path";
import type Docker from "dockerode";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { connectEngine } from "../../../src/io/docker/engine.ts";
import { signalReaches } from "../../../src/io/machine/processes.ts";
import { makeFolder } from "../../support/own-folder.ts";

// Stands in for `ssh`: notes that it was called, then runs the command on this machine.
const stand = `#!/bin/sh
echo "$$" >> "$NOTES"
while [ "$1" != -- ]; do shift; done
shift 2
exec "$@"
`;

let folder: string;
let engine: Docker;

beforeEach(async () => {
  folder = await makeFolder("ssh");
  writeFileSync(join(folder, "ssh"), stand);
  chmodSync(join(folder, "ssh"), 0o755);
  vi.stubEnv("PATH", `${folder}${delimiter}${process.env.PATH}`);
  vi.stubEnv("NOTES", join(folder, "notes"));
  engine = connectEngine("ssh://ops@chat.example");
});
afterEach(() => {
  agentOf(engine).destroy();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

describe("an engine over ssh", () => {
  it("answers one request after another on one connection", async () => {
    const first = await engine.version();
    await engine.info();
    expect(await engine.version()).toEqual(first);
    expect(connections()).toHaveLength(1);
  });

  it("answers many requests at once", async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => engine.version()));
    expect(new Set(answers.map(({ ApiVersion }) => ApiVersion)).size).toBe(1);
    expect(connections().length).toBeLessThanOrEqual(8);
  });

  it("leaves no ssh running once its connections are closed", async () => {
    await engine.version();
    agentOf(engine).destroy();
    const [pid] = connections();
    await expect.poll(() => signalReaches(Number(pid))).toBe(false);
  });

  it("does not keep a process from ending", () => {
    const url = new URL("../../../src/io/docker/engine.ts", import.meta.url).href;
    const script = `import { connectEngine } from "${url}"; console.log((await connectEngine("ssh://x").version()).ApiVersion);`;
    const words = ["--input-type=module", "-e", script];
    expect(execFileSync(process.execPath, words, { encoding: "utf8", timeout: 60_000 })).toMatch(/^\d+\.\d+\n$/);
  });

  it("that cannot be reached says what ssh said, and what to try", async () => {
    writeFileSync(join(folder, "ssh"), "#!/bin/sh\necho 'Host key verification failed.' >&2\nexit 255\n");
    await expect(engine.version()).rejects.toMatchObject({
      message: expect.stringContaining("Host key verification failed."),
      next: "Make sure that `ssh ops@chat.example docker version` works.",
    });
  });
});

function agentOf({ modem }: Docker): Agent {
  const agent: unknown = Reflect.get(modem, "agent");
  if (agent instanceof Agent) return agent;
  throw new Error("the client does not go over ssh");
}

function connections(): readonly string[] {
  return readFileSync(join(folder, "notes"), "utf8").trim().split("\n");
}
