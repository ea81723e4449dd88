import { partsOfServerName } from "../../../kinds/names.ts";
import { fromRegistries } from "../facts.ts";
import { fine, type Judgement, warning, wrong } from "../finding.ts";
import { before } from "../for-facts.ts";

/** What `doctor` finds about the machine beside the engine, the name, and where images come from. */
export const surroundingChecks = [
  before({
    id: "engine.boot",
    title: "the engine starts with the machine",
    why: "After a power cut the server comes back only if the engine does.",
    observe: ({ boot }) => boot,
    judge: ({ unit }) => {
      if (unit === null)
        return warning("there is no systemd to ask", "See that the engine starts when the machine does.");
      if (unit.startsWith("enabled")) return fine(unit);
      return warning(`docker.service is ${unit}`, "systemctl enable docker");
    },
    unseenAdvice: "On the engine's machine:  systemctl is-enabled docker",
  }),
  before({
    id: "engine.rules",
    title: "the packet filter has the engine's rules",
    why: "Without them no container reaches the world, and no new one can publish a port.",
    refuses: "first",
    when: ({ engineRules }) => engineRules !== null,
    observe: ({ engineRules }) => engineRules ?? { unseen: "not observed" },
    judge: (stand) =>
      stand
        ? fine("they are there")
        : wrong(
            "they are gone: a firewall was loaded after the engine and flushed them, or the engine was told to make none",
            "Restart the engine, which creates them again:  systemctl restart docker  Let the firewall start before it.",
          ),
  }),
  before({
    id: "clock.right",
    title: "the clock is right",
    why: "Certificates, sign-in and the order of messages depend on it.",
    refuses: "first",
    when: ({ authority }) => authority !== null,
    observe: ({ authority }) => authority ?? { unseen: "not asked" },
    judge: ({ clockAheadSeconds }) => judgeClock(clockAheadSeconds, "the certificate authority's"),
  }),
  before({
    id: "clock.kept",
    title: "something keeps the clock right",
    why: "An unsynchronised clock drifts by seconds a day.",
    observe: ({ clockKept }) => clockKept,
    judge: ({ kept }) => {
      if (kept === null)
        return warning("there is no systemd to ask", "See that a time service runs here, such as chrony.");
      return kept
        ? fine("synchronised")
        : warning("no time server sets it", "Switch one on:  timedatectl set-ntp true");
    },
    unseenAdvice: "See that a time service runs on the machine, such as chrony.",
  }),
  before({
    id: "machine.alone",
    title: "no other user of this machine can reach Pulumi while it works",
    why: "Its ports on 127.0.0.1 have no authentication: another user could read the master key through them, or become root.",
    observe: ({ company }) => company,
    judge: ({ people, isApart }) => {
      if (isApart) return fine("it works on a network of its own");
      if (people.length === 0) return fine("no other user can log in here");
      return warning(
        `${list(people)} can log in here, and Pulumi's ports are open to them during \`up\`, \`preview\` and \`destroy\``,
        "Run chatkeep on a machine that is yours alone, or on the server as root, with its own engine and without chatkeep:dns.",
      );
    },
    unseenAdvice: "See who can log in here:  getent passwd",
  }),
  before({
    id: "name.length",
    title: "the name is short enough for everyone",
    why: "Identifiers end at 255 characters, and some authorities take no name longer than 64.",
    observe: ({ plan }) => ({ seen: plan }),
    judge: ({ serverName, hostName }) => {
      const long = [...new Set([serverName, hostName])].filter((name) => name.length > 64);
      if (long.length === 0) return fine(`${serverName.length} characters`);
      return warning(
        `${long.join(" and ")} ${long.length === 1 ? "has" : "have"} more than 64 characters`,
        "Choose a shorter name now: after the first `up` the server name can never change.",
      );
    },
  }),
  before({
    id: "name.form",
    title: "the name is the one people should carry",
    why: "It is part of every identifier and can never change, as in @ana:acme.example.",
    observe: ({ plan }) => ({ seen: plan }),
    judge: ({ serverName }) => {
      const service = /^(?:www|matrix|synapse|chat)\.(.+\..+)$/.exec(serverName)?.[1];
      if (service === undefined) return fine(serverName);
      return warning(
        `people will be called @ana:${serverName}`,
        `If @ana:${service} is meant: set chatkeep:serverName to ${service} and chatkeep:hostName to ${serverName} before the first \`up\`.`,
      );
    },
  }),
  before({
    id: "federation.names",
    title: "other servers are called what people there are called",
    why: "A port is part of a server's name only if it is part of its members' names, as in @ana:acme.example:8448.",
    when: ({ plan }) => plan.homeserver.federation.mode === "allowlist",
    observe: ({ plan: { homeserver } }) => ({
      seen: homeserver.federation.mode === "allowlist" ? homeserver.federation.servers : [],
    }),
    judge: (servers) => {
      const doubtful = servers.filter((name) => [443, 8448].includes(partsOfServerName(name)?.port ?? 0));
      if (doubtful.length === 0) return fine(servers.join(", "));
      return warning(
        `people there would be called ${doubtful.map((name) => `@ana:${name}`).join(" and ")}`,
        `If they are not, write the name without the port in chatkeep:federation: where a server is, is found out by its name.`,
      );
    },
  }),
  before({
    id: "images.source",
    title: "the images are available",
    why: "Nothing can start without them.",
    refuses: "first",
    observe: ({ missingImages, imagesInReach }) =>
      "unseen" in missingImages ? missingImages : (imagesInReach ?? { seen: true }),
    judge: (inReach, { missingImages }) => {
      const missing = "seen" in missingImages ? missingImages.seen : [];
      const fetched = fromRegistries(missing);
      const built = missing.length - fetched.length;
      if (missing.length === 0) return fine("the engine has them");
      if (fetched.length === 0)
        return fine(`${built} will be built here; whether their packages are available is known then`);
      if (inReach) return fine(`${fetched.length} can be fetched${built === 0 ? "" : `, ${built} will be built here`}`);
      return wrong(
        `the engine cannot get ${fetched.join(", ")}`,
        "Let the engine reach its registries, or set chatkeep:imageSource to `local`: then they are built here.",
      );
    },
  }),
];

/** Half a minute is still well; from five minutes on certificates and sign-in fail. */
export function judgeClock(aheadSeconds: number | null, whose: string): Judgement {
  if (aheadSeconds === null) return { verdict: "unknown", found: "the answer had no date", advice: null };
  const seconds = Math.abs(aheadSeconds);
  const found = `${seconds} s ${aheadSeconds > 0 ? "ahead of" : "behind"} ${whose}`;
  if (seconds <= 30) return fine(seconds <= 1 ? "to the second" : found);
  const advice = "Set it by a time server:  timedatectl set-ntp true";
  return seconds <= 300 ? warning(found, advice) : wrong(found, advice);
}

/** The first of them by name. */
function list(people: readonly string[]): string {
  const named = people.slice(0, 3).join(", ");
  return people.length > 3 ? `${named} and ${people.length - 3} more` : named;
}
