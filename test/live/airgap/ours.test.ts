import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Properties } from "../../../airgap/table/plain.ts";
import { engine, makeImage, named, sleeper, sweep } from "./bench.ts";
import { type Existing, MadeUnfinished, ours, ProviderProcess } from "./provider-process.ts";

const kind = "container:Container";
const neverHealthy = { tests: ["CMD", "/bin/busybox", "false"], interval: "500ms", retries: 1 };

let provider: ProviderProcess;

beforeAll(makeImage);
afterAll(sweep);
beforeEach(async () => {
  provider = await ProviderProcess.start(ours);
});
afterEach(() => provider.stop());

// Each of these is a place where the official provider does worse: none of them can run on its binary.
describe("our own provider alone", () => {
  it("ends its waiting when Pulumi cancels, and says what is left", async () => {
    const inputs = sleeper("cancelled", { healthcheck: neverHealthy, wait: true, waitTimeout: 600 });
    const unfinished = createUnfinished(inputs);
    const running = { filters: { name: [named("cancelled")], status: ["running"] } };
    await expect.poll(() => engine.listContainers(running), { timeout: 60_000 }).toHaveLength(1);
    await provider.cancel();
    expect((await unfinished).id).toMatch(/^[0-9a-f]{64}$/);
  });

  it("still replaces a container that never became healthy after a look at it again", async () => {
    const inputs = sleeper("unhealthy", { healthcheck: neverHealthy, wait: true, waitTimeout: 1 });
    const { id, state } = await createUnfinished(inputs);
    const seen = await provider.read(kind, id, state, inputs);
    if (seen === null) throw new Error("the unhealthy container was taken for gone");
    expect(await provider.compare(kind, seen, inputs)).toEqual({ does: "replace", properties: ["networkDatas"] });
  });

  it("does not wait for the health of a container that has ended, and says how it ended", async () => {
    const command = ["/bin/sh", "-c", "exit 7"];
    const inputs = sleeper("ended", { command, healthcheck: neverHealthy, wait: true, waitTimeout: 600 });
    await expect(provider.create(kind, inputs)).rejects.toThrow(/ended` failed .* exit code 7/);
  });
});

async function createUnfinished(inputs: Properties): Promise<Existing> {
  const failure = await provider.create(kind, inputs).catch((error: unknown) => error);
  if (failure instanceof MadeUnfinished) return failure.existing;
  throw new Error(`expected a container that is not as asked, found ${failure}`);
}
