import { familyOf, type IpAddress } from "../../kinds/names.ts";
import type { CallsSettings, Settings } from "../../settings/settings.ts";
import type { TurnDecisions } from "../decisions.ts";
import { referenceOf } from "../images/images.ts";
import { imageTable } from "../images/versions.ts";
import type { PublishedPort } from "../plan.ts";
import type { ServiceDefinition } from "./definition.ts";

/** An app asks for a port for each of its networks and each way to the server, up to a dozen in a call; those of an app that was killed are held for ten minutes. */
const portsPerMember = 24;
/** Eight megabits: a call with a picture of high definition takes half of it. */
const bytesPerSecond = 1_000_000;

/** What the TURN server is configured by; null where calls are not wanted. Without an IPv4 address the settings are refused before. */
export function decideTurn({ calls, hostName, addresses }: Settings): TurnDecisions | null {
  if (calls === null || addresses.ipv4 === null) return null;
  const { port, tlsPort, relayPorts } = calls;
  return {
    realm: hostName,
    publicAddress: addresses.ipv4,
    port,
    tlsPort,
    relayPorts,
    portsPerMember,
    bytesPerSecond,
  };
}

/** What members' apps are told (RFC 7065): the quickest way first, the one that gets through most firewalls last. */
export function turnAddresses({ realm, port, tlsPort }: TurnDecisions): readonly string[] {
  return [
    `turn:${realm}:${port}?transport=udp`,
    `turn:${realm}:${port}?transport=tcp`,
    `turns:${realm}:${tlsPort}?transport=tcp`,
  ];
}

/** Where the proxy puts its certificate for the TURN server, which finds it there. */
export const certificatesFolder = "/certificates";

/** The TURN server, on IPv4 alone, as its relays are: alone on its network, so that nothing of the stack is beside it. Of the proxy's it reads one certificate. */
export const turnDefinition: ServiceDefinition = {
  name: "turn",
  component: "chatkeep:server:TurnServer",
  optional: {
    isWanted: ({ calls }) => calls !== null,
    howToHaveIt:
      "This server has no TURN server, because calls are off. To enable them, write `chatkeep:calls: on` in the stack file",
  },
  needs: [],
  image: imageTable.coturn,
  reference: ({ imageSource }) => referenceOf(imageTable.coturn, imageSource),
  // A relayed call takes some hundred kibibytes, and there are at most some hundred ports to relay through.
  memory: { kind: "fixed", mebibytes: () => 128 },
  processes: () => 1024,
  openFiles: null,
  sharedMemoryMebibytes: 64,
  // coturn's official binary carries a file capability, so it starts only where NET_BIND_SERVICE is in the bounding set.
  capabilities: ["CAP_NET_BIND_SERVICE"],
  temporaryFolders: { "/tmp": "size=16m,mode=1777" },
  // The image declares a volume there: without a planned one, the engine would create an unnamed volume for each container.
  dataFolder: "/var/lib/coturn",
  // Which configuration is in use, and nothing of people's.
  holdsPeoplesData: false,
  reads: [{ volume: "certificates", folder: certificatesFolder, isWanted: () => true }],
  writes: [],
  hostFolders: () => [],
  secretFiles: ["shared-secret.conf"],
  secretPurposes: () => ["turnSharedSecret"],
  trustsAuthorities: false,
  networks: () => ["calls"],
  ports: ({ calls, bindAddress }) =>
    calls === null
      ? []
      : bindAddress
          .filter((address) => familyOf(address) === "IPv4")
          .flatMap((address) => publishedPorts(calls, address)),
  egress: () => [{ to: "participants of a member's call, at public addresses only", port: "any", why: "calls" }],
  stopSignal: "SIGTERM",
  graceSeconds: 10,
  startSeconds: 60,
};

/** A relayed part of a call is found at the port that the TURN server says, so there the number is the same inside and outside. */
function publishedPorts({ port, tlsPort, relayPorts }: CallsSettings, address: IpAddress): readonly PublishedPort[] {
  const { first, last } = relayPorts;
  const relays = Array.from({ length: last - first + 1 }, (_, index) => first + index);
  return [
    { internal: 3478, external: port, address, protocol: "udp" },
    { internal: 3478, external: port, address, protocol: "tcp" },
    { internal: 5349, external: tlsPort, address, protocol: "tcp" },
    ...relays.map((each) => ({ internal: each, external: each, address, protocol: "udp" }) as const),
  ];
}

/** The line that says which apps cannot use calls. */
export function callsLeftOut({ calls }: Pick<Settings, "calls">): readonly string[] {
  if (calls === null) return [];
  return [
    "Calls work in Element Web and Element Classic. They do not work in Element X: it needs LiveKit, which chatkeep does not include yet.",
  ];
}
