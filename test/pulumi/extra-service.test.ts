import { beforeAll, describe, expect, it } from "vitest";
import { decidePlan } from "../../src/plan/decide.ts";
import { serviceDefinitions } from "../../src/plan/services/all.ts";
import type { ServiceDefinition } from "../../src/plan/services/definition.ts";
import { renderFiles } from "../../src/render/render.ts";
import { exampleSettings } from "../plan/example-settings.ts";
import { notes, seenOf } from "./extra-service.ts";

type Seen = Awaited<ReturnType<typeof seenOf>>;

let seen: Seen;
beforeAll(async () => {
  seen = await seenOf(notes);
});

describe("a service that is defined once", () => {
  it("starts after what it needs, where the settings want it, and has its memory of what there is", () => {
    expect(seen.startOrder).toEqual(["postgres", "synapse", "notes", "proxy", "turn"]);
    expect(seen.startOrderWithout).toEqual(["postgres", "synapse", "proxy", "turn"]);
    expect(seen.needs).toEqual(["synapse"]);
    expect(seen.egress).toEqual([{ to: "notes.example.net", port: 443, why: "notes" }]);
    expect(seen.memory[2]).toBe(101);
    expect(seen.memory.reduce((sum, each) => sum + each, 0)).toBe(2_048);
  });

  it("has volumes, protected and missed where people's data is in them, and swept with the stack", () => {
    expect(seen.protectedVolumes).toEqual(["postgres", "synapse", "notes", "proxy"]);
    expect(seen.dataRoles).toEqual(["postgres", "synapse", "notes", "proxy"]);
    expect(seen.volumeRoles).toEqual(["notes", "configuration-notes", "clippings"]);
  });

  it("is placed by the installer, with the trusted authorities and its handover folder", () => {
    expect(seen.manifest).toEqual([
      `service notes ${seen.digest} 20001:20002 /volumes/notes authorities`,
      "handover /volumes/certificates 10443:20002",
      "handover /volumes/certificates 10443:13478",
    ]);
    expect(seen.mounts).toHaveLength(2);
    expect(seen.uploads).toEqual(["/in/notes/health.sh", "/in/notes/word"]);
    expect(seen.renewed).toEqual(["synapse", "notes"]);
  });

  it("is announced, and its log can be asked for", () => {
    expect(seen.announced).toEqual([
      "chatkeep-acme-notes",
      "chatkeep-acme-configuration-notes",
      "chatkeep-acme-clippings",
      "chatkeep-acme-notes",
    ]);
    expect(seen.logs).toEqual(["postgres", "synapse", "notes", "proxy", "turn", "backup", "installer", "element-web"]);
    expect(seen.whyNone).toContain("There are no notes. Write `chatkeep:push: on`, then:");
  });

  it("is a component of its own type with one container, which may do what is said of it and no more", () => {
    const folder = `/cfg/notes/${seen.digest}`;
    expect(seen.component).toBe("chatkeep:server:Notes");
    expect(seen.container).toMatchObject({
      name: "chatkeep-acme-notes",
      image: "registry.example/notes:official",
      user: "20001:20002",
      readOnly: true,
      memory: 101,
      ulimits: [
        { name: "nproc", hard: 72 },
        { name: "nofile", hard: 55 },
      ],
      shmSize: 33,
      capabilities: { drops: ["ALL"], adds: ["CAP_KILL"] },
      securityOpts: ["no-new-privileges:true"],
      tmpfs: { "/scratch": "size=3m" },
      entrypoints: ["sh", `${folder}/start.sh`],
      healthcheck: { tests: ["CMD", "sh", `${folder}/health.sh`] },
      networksAdvanced: [{ aliases: ["notes"] }],
      ports: [{ internal: 80, external: 9_999, protocol: "tcp" }],
      volumes: [
        { volumeName: "chatkeep-acme-configuration-notes", containerPath: "/cfg/notes", readOnly: true },
        { volumeName: "chatkeep-acme-notes", containerPath: "/notes" },
        { volumeName: "chatkeep-acme-certificates", containerPath: "/certificates", readOnly: true },
        { volumeName: "chatkeep-acme-clippings", containerPath: "/clippings" },
      ],
      stopSignal: "SIGINT",
      stopTimeout: 17,
      waitTimeout: 18,
      labels: [
        { label: "chatkeep.role", value: "notes" },
        { label: "chatkeep.stack", value: "acme" },
      ],
    });
  });

  it("is the same as long as its definition is", async () => {
    expect(await seenOf({ ...notes })).toEqual(seen);
  });

  it.each(Object.keys(notes))("is not the same without its %s", async (property) => {
    const { [property as keyof ServiceDefinition]: _, ...rest } = notes;
    const outcome = await seenOf(rest as ServiceDefinition).catch((error: Error) => error.message);
    expect(outcome).not.toEqual(seen);
  });

  it("is refused where nothing writes its files", () => {
    const plan = decidePlan("acme", exampleSettings(), [...serviceDefinitions, { ...notes, reads: [] }]);
    expect(() => renderFiles(plan, new Map(), null)).toThrow("nothing writes the files of notes");
  });

  it("is refused where what it needs is not there, or needs it", () => {
    const planWith = (needs: readonly string[]) => () =>
      decidePlan("acme", exampleSettings(), [...serviceDefinitions, { ...notes, needs }]);
    expect(planWith(["turn"])).toThrow("notes needs turn, which is not there before");
    expect(planWith(["notes"])).toThrow("notes needs notes, which is not there before");
  });
});
