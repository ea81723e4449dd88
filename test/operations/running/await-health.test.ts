import { expect, it } from "vitest";
import { awaitHealth } from "../../../src/operations/running/await-health.ts";
import { reportingUnhealthy } from "../../../src/operations/running/report-unhealthy.ts";
import { container, emptyEngine } from "../up/situation.ts";

const well = container("synapse");
const sick = { status: "unhealthy", lastOutput: "no database" } as const;
const unhealthy = { ...well, state: { kind: "running", since: "2026-11-01T00:00:00Z", health: sick } } as const;

/** An engine that shows one state after the other, under a clock that only moves when someone waits. */
function worldShowing(...states: readonly (typeof well)[]) {
  let asked = 0;
  let now = 0;
  const engine = {
    observe: async () => {
      const shown = states[Math.min(asked++, states.length - 1)];
      return { ...emptyEngine, containers: shown === undefined ? [] : [shown] };
    },
    lastLogLines: async () => ["the last line"],
  };
  const pause = async (milliseconds: number) => {
    now += milliseconds;
  };
  const clock = { now: () => new Date(now), pause };
  const told: string[] = [];
  const narrator = { keep: (text: string) => void told.push(text) };
  return { world: { engine, clock, narrator }, asked: () => asked, told };
}
const step = { kind: "awaitHealth", containers: [well.name], seconds: 10 } as const;

it("a healthy service is not waited for", async () => {
  const { world, asked } = worldShowing(well);
  await awaitHealth(step, world);
  expect(asked()).toBe(1);
});

it("a service that becomes healthy is waited for", async () => {
  const { world, asked } = worldShowing(unhealthy, unhealthy, well);
  await awaitHealth(step, world);
  expect(asked()).toBe(3);
});

it("a service that stays unhealthy fails with its health check's words and its log", async () => {
  const { world } = worldShowing(unhealthy);
  await expect(awaitHealth(step, world)).rejects.toThrow(
    /Not healthy after 10 seconds[\s\S]*the last line[\s\S]*no database/,
  );
});

it("what a health check says is told at once, and once", async () => {
  const { world, told } = worldShowing(unhealthy, unhealthy, well);
  await awaitHealth(step, world);
  expect(told).toEqual(["  ! chatkeep-acme-synapse is not healthy yet: no database"]);
});

it("it is told while Pulumi works, which ends as it would have", async () => {
  const { world, told } = worldShowing(unhealthy);
  const { promise: running, resolve: finish } = Promise.withResolvers<string>();
  const clock = { ...world.clock, pause: async () => (told.length === 0 ? undefined : finish("done")) };
  expect(await reportingUnhealthy({ ...world, clock }, running)).toBe("done");
  expect(told).toEqual(["  ! chatkeep-acme-synapse is not healthy yet: no database"]);
  await expect(reportingUnhealthy(world, Promise.reject(new Error("refused")))).rejects.toThrow("refused");
});

it.each(["installer", "element-web"])(
  "the health check that %s has from its image is not told: it runs once",
  async (role) => {
    const { world, told, asked } = worldShowing({ ...unhealthy, role });
    const { promise: running, resolve: finish } = Promise.withResolvers<void>();
    const clock = { ...world.clock, pause: async () => (asked() < 2 ? undefined : finish()) };
    await reportingUnhealthy({ ...world, clock }, running);
    expect([asked(), told]).toEqual([2, []]);
  },
);

it("a service that is not there fails", async () => {
  const { world } = worldShowing();
  await expect(awaitHealth(step, world)).rejects.toThrow(/chatkeep-acme-synapse/);
});
