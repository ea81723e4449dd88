import { partsOfServerName } from "../../../kinds/names.ts";
import { fromRegistries } from "../facts.ts";
import { fine, type Judgement, warning, wrong } from "../finding.ts";
import { before } from "../for-facts.ts";

/** What `doctor` finds about the machine beside the engine, the name, and where images come from. */
export const surroundingChecks = [
  before({
    id: "engine.boot",
    title: "the engine starts with the machine",
    why: "After a power cut, the server starts only if the engine does.",
    observe: ({ boot }) => boot,
    judge: ({ unit }) => {
      if (unit === null)
        return warning("there is no systemd to ask", "Make sure that the engine starts when the machine starts.");
      if (unit.startsWith("enabled")) return fine(unit);
      return warning(`docker.service is ${unit}`, "systemctl enable docker");
    },
    unseenAdvice: "On the engine's machine:  systemctl is-enabled docker",
  }),
  before({
    id: "engine.rules",
    title: "the firewall has the engine's rules",
    why: "Without them, no container reaches the internet, and no new container can publish a port.",
    refuses: "first",
    when: ({ engineRules }) => engineRules !== null,
    observe: ({ engineRules }) => engineRules ?? { unseen: "not observed" },
    judge: (stand) =>
      stand
        ? fine("they exist")
        : wrong(
            "they are missing: a firewall was loaded after the engine and removed them, or the engine is configured not to create them",
            "Restart the engine, which creates them again:  systemctl restart docker  Configure the firewall to start before the engine.",
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
    title: "a time service sets the clock",
    why: "An unsynchronised clock drifts by seconds a day.",
    observe: ({ clockKept }) => clockKept,
    judge: ({ kept }) => {
      if (kept === null)
        return warning(
          "there is no systemd to ask",
          "Make sure that a time service runs on this machine, such as chrony.",
        );
      return kept
        ? fine("synchronised")
        : warning("no time server sets the clock", "Switch one on:  timedatectl set-ntp true");
    },
    unseenAdvice: "Make sure that a time service runs on the machine, such as chrony.",
  }),
  before({
    id: "machine.alone",
    title: "no other user of this machine can reach Pulumi while it runs",
    why: "Its ports on 127.0.0.1 have no authentication: another user could read the master key through them, or become root.",
    observe: ({ company }) => company,
    judge: ({ people, isApart }) => {
      if (isApart) return fine("Pulumi runs in its own network");
      if (people.length === 0) return fine("no other user can log in to this machine");
      return warning(
        `${list(people)} can log in to this machine, and Pulumi's ports are open to them during \`up\`, \`preview\` and \`destroy\``,
        "Run chatkeep on a machine that only you use, or on the server as root, with its own engine and without chatkeep:dns.",
      );
    },
    unseenAdvice: "See all users:  getent passwd",
  }),
  before({
    id: "name.length",
    title: "the name is not too long",
    why: "User IDs have at most 255 characters, and some authorities accept at most 64 characters for a name.",
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
    title: "the server name is the name you want in user IDs",
    why: "It is part of every user ID, as in @ana:acme.example, and can never change.",
    observe: ({ plan }) => ({ seen: plan }),
    judge: ({ serverName }) => {
      const service = /^(?:www|matrix|synapse|chat)\.(.+\..+)$/.exec(serverName)?.[1];
      if (service === undefined) return fine(serverName);
      return warning(
        `user IDs will be like @ana:${serverName}`,
        `If you want @ana:${service}, set chatkeep:serverName to ${service} and chatkeep:hostName to ${serverName} before the first \`up\`.`,
      );
    },
  }),
  before({
    id: "federation.names",
    title: "the names of other servers are as in their user IDs",
    why: "A port is part of a server name only if it is part of the user IDs there, as in @ana:acme.example:8448.",
    when: ({ plan }) => plan.homeserver.federation.mode === "allowlist",
    observe: ({ plan: { homeserver } }) => ({
      seen: homeserver.federation.mode === "allowlist" ? homeserver.federation.servers : [],
    }),
    judge: (servers) => {
      const doubtful = servers.filter((name) => [443, 8448].includes(partsOfServerName(name)?.port ?? 0));
      if (doubtful.length === 0) return fine(servers.join(", "));
      return warning(
        `user IDs there would be like ${doubtful.map((name) => `@ana:${name}`).join(" and ")}`,
        `If they are not, write the name without the port in chatkeep:federation. Synapse finds the port from the name.`,
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
      if (missing.length === 0) return fine("the engine has all images");
      if (fetched.length === 0)
        return fine(`${built} will be built on this machine, which needs packages from Debian, PyPI and Go`);
      if (inReach)
        return fine(`${fetched.length} can be pulled${built === 0 ? "" : `, ${built} will be built on this machine`}`);
      return wrong(
        `the engine cannot pull ${fetched.join(", ")}`,
        "Allow the engine to reach the registries, or set chatkeep:imageSource to `local` to build the images on this machine.",
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
  const advice = "Set it from a time server:  timedatectl set-ntp true";
  return seconds <= 300 ? warning(found, advice) : wrong(found, advice);
}

/** The first of them by name. */
function list(people: readonly string[]): string {
  const named = people.slice(0, 3).join(", ");
  return people.length > 3 ? `${named} and ${people.length - 3} more` : named;
}
