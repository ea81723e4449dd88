import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeImage, named, sleeper, sweep } from "./bench.ts";
import { everything } from "./programs/everything.ts";
import { data, edge, installer, volume } from "./programs/program.ts";
import { ProviderProcess, pairs } from "./provider-process.ts";

const unchanged = { does: "nothing", properties: [] };
const resources = [
  { kind: "volume:Volume", inputs: { name: named("handed-over") } },
  { kind: "network:Network", inputs: { name: named("handed-over"), internal: true } },
  { kind: "container:Container", inputs: sleeper("plain") },
  { kind: "container:Container", inputs: everything("handed-over") },
  // As the program has them.
  { kind: "network:Network", inputs: edge },
  { kind: "network:Network", inputs: data },
  { kind: "volume:Volume", inputs: volume },
  { kind: "container:Container", inputs: installer("installer", named("handed-over")) },
] as const;

beforeAll(makeImage);
afterAll(sweep);

describe.each(pairs)("what $from.name made", ({ from, to }) => {
  it.each(resources)(`differs in nothing for ${to.name}: $kind $inputs.name`, async ({ kind, inputs }) => {
    const [maker, heir] = await Promise.all([ProviderProcess.start(from), ProviderProcess.start(to)]);
    const made = await maker.create(kind, inputs);
    expect(await heir.compare(kind, made, inputs)).toEqual(unchanged);
    const seen = (await heir.read(kind, made.id, made.state, inputs)) ?? made;
    expect(await heir.compare(kind, seen, inputs)).toEqual(unchanged);
    await heir.remove(kind, seen);
    await Promise.all([maker.stop(), heir.stop()]);
  });
});
