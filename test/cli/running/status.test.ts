import { stripVTControlCharacters } from "node:util";
import { describe, expect, it } from "vitest";
import type { Status } from "../../../src/actions/running/status.ts";
import { showStatus } from "../../../src/cli/running/status-text.ts";
import { goal, paths } from "../../operations/up/situation.ts";

const { plan } = goal;

describe("the status", () => {
  const status: Status = {
    version: 1,
    stack: "acme",
    url: plan.baseUrl,
    serverName: plan.serverName,
    healthy: false,
    clients: { kind: "closed", why: "the answer is 502" },
    synapse: "1.163.2",
    certificate: { daysLeft: 59, validTo: "2026-12-30T06:00:00.000Z", issuer: "CN=R11" },
    services: [
      {
        service: "postgres",
        container: "p",
        healthy: true,
        state: "healthy",
        why: null,
        image: "i",
        version: "17.12",
        since: "2026-11-01T00:00:00Z",
        restarts: 2,
        killedForMemory: true,
      },
      {
        service: "synapse",
        container: "s",
        healthy: false,
        state: "unhealthy",
        why: "no database",
        image: "i",
        version: null,
        since: null,
        restarts: 0,
        killedForMemory: false,
      },
    ],
    backups: null,
    erasureUnrecorded: false,
    drill: null,
    setAside: [],
    settings: paths.stackFile,
    state: paths.stateFolder,
    passphrase: paths.passphrase,
    checkpoint: paths.checkpoint,
    volumes: ["chatkeep-acme-postgres", "chatkeep-acme-synapse", "chatkeep-acme-proxy"],
    missingVolumes: [],
    authority: null,
  };

  it("says since when, why not, and what to type", () => {
    const text = stripVTControlCharacters(showStatus(status, new Date("2026-11-01T05:00:00Z")));
    expect(text).toContain("since 2026-11-01 00:00:00 UTC, 5 hours");
    expect(text).toContain("no database");
    expect(text).toContain(
      "it was killed because it ran out of memory, and restarted 2 times, the last time at 2026-11-01 00:00:00 UTC",
    );
    expect(text).toContain("npx chatkeep logs --stack acme");
    for (const kept of [status.settings, status.passphrase, status.checkpoint, ...status.volumes])
      expect(text).toContain(kept);
    expect(text).toContain("59 days left, until 2026-12-30 06:00:00 UTC, from CN=R11");
  });

  it("names data that the engine does not have", () => {
    const [, , lost = ""] = status.volumes;
    const at = (missingVolumes: readonly string[]) =>
      stripVTControlCharacters(showStatus({ ...status, missingVolumes }, new Date()));
    expect(at([lost])).toContain(`Data        missing: this engine has no volume ${lost}`);
    expect(at([])).not.toContain("missing");
  });

  it("counts a certificate's last day in hours, and says when it is over", () => {
    const at = (time: string) => stripVTControlCharacters(showStatus(status, new Date(time)));
    expect(at("2026-12-29T19:00:00Z")).toContain("Certificate 11 hours left, until");
    expect(at("2026-12-30T06:00:01Z")).toContain(
      "Certificate expired 1 second ago, at 2026-12-30 06:00:00 UTC, from CN=R11\n            Clients refuse to connect.",
    );
  });
});
