import { container } from "../../up/situation.ts";
import type { WrongAfter } from "../wrong-world.ts";
import { containers, published, seen } from "./changes-after.ts";

/** Synapse's container, started again so many times, the last time an hour before the checks look. */
function again(restarts: number) {
  const state = {
    kind: "running",
    since: "2026-11-20T11:00:00Z",
    health: { status: "healthy", lastOutput: "" },
  } as const;
  return { ...container("synapse"), state, restarts };
}

/** What can be wrong with a running server, as `src/operations/checks/after/services.ts` judges it. */
export const afterServices: readonly WrongAfter[] = [
  {
    title: "Synapse's container was removed",
    server: "public",
    otherwise: containers(null, "synapse"),
    found: { "services.healthy": "wrong" },
    advice: /logs synapse --stack acme/,
  },
  {
    title: "Postgres is stopped",
    server: "public",
    otherwise: containers(
      { ...container("postgres"), state: { kind: "ended", exitCode: 137, at: "then" } },
      "postgres",
    ),
    found: { "services.healthy": "wrong" },
    advice: /logs postgres/,
  },
  {
    title: "the engine does not answer",
    server: "public",
    otherwise: { stack: { unseen: "no engine" }, engine: { unseen: "no engine" } },
    found: { "services.healthy": "unknown", "services.restarts": "unknown", "ports.published": "unknown" },
    advice: /^$/,
  },
  {
    title: "Synapse was killed for lack of memory",
    server: "public",
    otherwise: containers({ ...again(1), killedForMemory: true }, "synapse"),
    found: { "services.restarts": "wrong" },
    advice: /logs synapse --stack acme {2}Give the server more memory: chatkeep:memory/,
  },
  {
    title: "Synapse starts again and again",
    server: "public",
    otherwise: containers(again(3), "synapse"),
    found: { "services.restarts": "wrong" },
    advice: /logs synapse --stack acme$/,
  },
  {
    title: "Synapse was started again once",
    server: "public",
    otherwise: containers(again(1), "synapse"),
    found: { "services.restarts": "warning" },
    advice: /logs synapse --stack acme$/,
  },
  {
    title: "Postgres is published too",
    server: "public",
    otherwise: published("0.0.0.0:443", "0.0.0.0:80", "0.0.0.0:5432"),
    found: { "ports.published": "wrong" },
    advice: /docker ps/,
  },
  {
    title: "port 80 is not open",
    server: "public",
    otherwise: published("0.0.0.0:443"),
    found: { "ports.published": "wrong" },
    advice: /npx chatkeep up/,
  },
  {
    title: "a container was changed by hand",
    server: "public",
    otherwise: { drift: seen([{ what: "container", name: "synapse", found: "changed" }]) },
    found: { drift: "wrong" },
    advice: /npx chatkeep preview --stack acme/,
  },
  {
    title: "settings were changed and not brought up",
    server: "public",
    otherwise: { drift: seen([{ what: "container", name: "proxy", found: "to be changed" }]) },
    found: { drift: "wrong" },
    advice: /npx chatkeep up --stack acme/,
  },
  {
    title: "an `up` is at work",
    server: "public",
    otherwise: { drift: { unseen: "`chatkeep up` is at work on this stack" } },
    found: { drift: "unknown" },
    advice: /^$/,
  },
];
