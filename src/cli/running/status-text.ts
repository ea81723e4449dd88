import type { Status } from "../../actions/running/status.ts";
import { onThisStack } from "../../actions/session.ts";
import { formatBytes } from "../../operations/backup/run/ages.ts";
import { adviseOnBackups } from "../../operations/backup/run/judge.ts";
import type { Passage } from "../../operations/running/passage.ts";
import {
  adviseOnRestarts,
  describeRestarts,
  judgeRestarts,
  type Restarted,
} from "../../operations/running/restarts.ts";
import { isOver, type ServiceStatus } from "../../operations/running/status.ts";
import { coloured } from "../terminal/coloured.ts";

/** How the server is, for a person. */
export function showStatus(status: Status, now: Date): string {
  const { stack, url, serverName, healthy, services, synapse, certificate } = status;
  return [
    `${stack}: ${url}  (${serverName})  ${healthy ? coloured("green", "healthy") : coloured("red", "not healthy")}`,
    ...services.map((service) => showService(service, stack, now)),
    "",
    ...showPassage(status.clients),
    ...status.missingVolumes.map(
      (name) => `Data        ${coloured("red", "missing")}: this engine has no volume ${name}`,
    ),
    ...(synapse === null ? [] : [`Synapse     ${synapse}`]),
    ...(certificate === null ? [] : [`Certificate ${showCertificate(certificate, now)}`]),
    ...showBackups(status),
    ...showErasures(status),
    ...showDrill(status, now),
    ...showAside(status, now),
    ...(status.authority === null ? [] : [`Authority   ${status.authority}`]),
    `State       ${status.state}`,
    "Keep a copy of these and of the volumes. With them, the server can be restored:",
    `  settings    ${status.settings}`,
    `  passphrase  ${status.passphrase}`,
    `  checkpoint  ${status.checkpoint}  (without it, \`up\` asks before it takes over the volumes)`,
    `  volumes     ${status.volumes.join(", ")}`,
    ...(healthy
      ? []
      : [
          "",
          `See the logs:  ${onThisStack("logs", stack)}   Repair what can be repaired:  ${onThisStack("up", stack)}`,
        ]),
  ].join("\n");
}

function showBackups({ backups, stack }: Status): readonly string[] {
  if (backups === null) return ["Backups     none: chatkeep:backup in the stack file is off"];
  const { health, ill, found } = backups;
  const advice = adviseOnBackups(backups, (words) => onThisStack(words, stack));
  const words = health === "good" ? found : `${health}: ${found}`;
  return [`Backups     ${ill ? coloured("red", words) : words}`, ...(advice === null ? [] : [`            ${advice}`])];
}

function showErasures({ erasureUnrecorded, stack }: Status): readonly string[] {
  if (!erasureUnrecorded) return [];
  const found = coloured("red", "not yet recorded in the backups");
  return [
    `Erasure     ${found}: a restore from an earlier archive would bring it back.  ${onThisStack("backup now", stack)}`,
  ];
}

/** Of a server without backups there is none, and one without a drill is told how to have one. */
function showDrill({ backups, drill, stack }: Status, now: Date): readonly string[] {
  if (backups === null) return [];
  if (drill === null)
    return [`Drill       none yet: no archive was proved by restoring it.  ${onThisStack("drill", stack)}`];
  const { archive, ended, passed, open, recoverySeconds } = drill;
  const when = `${span(new Date(ended), now)} ago`;
  if (!passed) return [`Drill       ${coloured("red", "not passed")} ${when}, of ${archive}: ${open.join(", ")}`];
  return [`Drill       passed ${when}, of ${archive}, in ${Math.round(recoverySeconds ?? 0)} s`];
}

/** What deletes data that was set aside, by what set it aside. */
const deleting = { restore: "restore --delete-set-aside", upgrade: "upgrade postgres --delete-old" } as const;

function showAside({ setAside, stack }: Status, now: Date): readonly string[] {
  const lines = setAside.map(({ name, since, services, bytes }) => {
    const size = bytes === null ? "" : `${formatBytes(bytes)}, `;
    return `Set aside   ${name} in the volumes of ${services.join(" and ")}: ${size}${span(new Date(since), now)} old`;
  });
  const commands = [...new Set(setAside.map(({ by }) => deleting[by]))];
  const advice = commands.map((words) => `            Once you do not need it any more:  ${onThisStack(words, stack)}`);
  return [...lines, ...advice];
}

function showPassage(passage: Passage): readonly string[] {
  switch (passage.kind) {
    case "through":
      return [];
    case "closed":
      return [`Clients     ${coloured("red", "cannot connect")}: ${passage.why}`];
    case "unknown":
      return [`Clients     not checked from here: ${passage.why}`];
    default:
      return passage satisfies never;
  }
}

function showService(status: ServiceStatus, stack: string, now: Date): string {
  const { service, healthy, state, why, version, since, restarts, killedForMemory } = status;
  const word = coloured(healthy ? "green" : "red", state.padEnd(10));
  const line = `  ${service.padEnd(9)} ${word} ${(version ?? "").padEnd(10)} ${since === null ? "" : `since ${showTime(since)}, ${span(new Date(since), now)}`}`;
  const restarted = { service, count: restarts, killedForMemory, at: since };
  const again = restarts === 0 && !killedForMemory ? [] : restartAgain(restarted, stack, now);
  return [line.trimEnd(), ...[...(why === null ? [] : [why]), ...again].map((each) => `            ${each}`)].join(
    "\n",
  );
}

/** What happened, and what to do where it was within a day. */
function restartAgain(restarted: Restarted, stack: string, now: Date): readonly string[] {
  const line = coloured("red", `it ${describeRestarts(restarted)}`);
  return judgeRestarts(restarted, now) === null ? [line] : [line, adviseOnRestarts([restarted], stack)];
}

function showCertificate(certificate: NonNullable<Status["certificate"]>, now: Date): string {
  const { validTo, issuer } = certificate;
  if (!isOver(certificate, now))
    return `${span(now, new Date(validTo))} left, until ${showTime(validTo)}, from ${issuer}`;
  const when = `${coloured("red", "expired")} ${span(new Date(validTo), now)} ago, at ${showTime(validTo)}, from ${issuer}`;
  return `${when}\n            Clients refuse to connect. With your own certificate files: renew them, then run \`npx chatkeep up\`. Otherwise, read:  npx chatkeep logs proxy`;
}

/** To the second, in UTC. */
function showTime(iso: string): string {
  return `${iso.slice(0, 19).replace("T", " ")} UTC`;
}

/** How long it is from one moment to another, in the unit that says most. */
function span(from: Date, to: Date): string {
  const seconds = Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1_000));
  const [count, unit] =
    seconds < 120
      ? [seconds, "second"]
      : seconds < 7_200
        ? [Math.floor(seconds / 60), "minute"]
        : seconds < 172_800
          ? [Math.floor(seconds / 3_600), "hour"]
          : [Math.floor(seconds / 86_400), "day"];
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}
