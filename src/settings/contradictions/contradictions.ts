import { hostOf } from "../../kinds/names.ts";
import { formatSize } from "../../kinds/size.ts";
import type { WrittenSettings } from "../definitions.ts";
import type { Complaint } from "../leaf.ts";
import { delegationProblems } from "../names/delegation-rules.ts";
import { isLoopbackName, whyUncertifiable } from "../names/public-names.ts";
import { servedNames } from "../names/served-names.ts";
import { publicAcmeDirectory } from "../shapes/tls.ts";
import { thisMachine } from "../shapes/trusted-proxies.ts";
import { addressContradictions } from "./addresses.ts";
import { backupContradictions } from "./backup.ts";
import { callsContradictions } from "./calls.ts";
import { datedContradictions } from "./dated.ts";
import { dnsContradictions } from "./dns.ts";
import { mailContradictions } from "./mail.ts";

type Read = Partial<WrittenSettings>;
type Rule = (read: Read, now: Date) => readonly Complaint[];

/** Problems of settings that are right one by one but wrong together, or wrong at this time. Settings that could not be read are ignored. */
export function contradictions(
  read: Read,
  written: Readonly<Record<string, unknown>>,
  now: Date,
): readonly Complaint[] {
  return [...certifiable(read, written), ...rules.flatMap((rule) => rule(read, now))];
}

function certifiable(read: Read, written: Readonly<Record<string, unknown>>): readonly Complaint[] {
  const { tls } = read;
  if (tls?.mode !== "acme" || tls.directory !== publicAcmeDirectory) return [];
  const why = certifiedNames(read)
    .map(whyUncertifiable)
    .find((each) => each !== null);
  if (why === undefined) return [];
  const mode = Object.hasOwn(written, "tls") ? "this is `acme`" : "this is not set, so it is `acme`";
  const write = "Write `chatkeep:tls: internal` to use the server's own authority, or choose a public name.";
  return [
    {
      path: ["tls"],
      found: `${mode}, but no public authority issues a certificate for ${why.replace(/^(`[^`]*`) /, "$1: it ")}`,
      write,
    },
  ];
}

/** The names that could be read. */
function certifiedNames({ serverName, hostName, delegation = "elsewhere" }: Read): readonly string[] {
  if (serverName === undefined) return hostName === undefined ? [] : [hostName];
  return servedNames({ serverName, hostName: hostName ?? hostOf(serverName), delegation });
}

const allowlistWithoutItself: Rule = ({ serverName, federation }) => {
  if (federation?.mode !== "allowlist") return [];
  return federation.servers.flatMap((server, index): Complaint[] => {
    const path = ["federation", "servers", index];
    if (server === (serverName as string | undefined))
      return [
        {
          path,
          found: "this is this server's own name",
          write: "Delete the line: only other servers belong in this list.",
        },
      ];
    if (federation.servers.indexOf(server) < index)
      return [{ path, found: `\`${server}\` is in the list twice`, write: "Delete the line." }];
    return [];
  });
};

const reachableForOthers: Rule = ({ serverName, federation }) => {
  if (
    serverName === undefined ||
    federation === undefined ||
    federation.mode === "closed" ||
    !isLoopbackName(serverName)
  )
    return [];
  const found = `this is \`${federation.mode}\`, but on every other server \`${serverName}\` means a different machine`;
  return [
    {
      path: ["federation"],
      found,
      write: "Write `chatkeep:federation: closed`, or create a stack with a public server name.",
    },
  ];
};

const elementWebApart: Rule = ({ serverName, hostName, tls, elementWeb }) => {
  if (elementWeb === undefined || elementWeb === null) return [];
  const path = ["elementWeb"];
  const write = "Write a separate host name, such as one that begins with `web`.";
  const own: readonly (string | undefined)[] = [hostName ?? serverName, serverName];
  if (own.includes(elementWeb))
    return [
      {
        path,
        found: `\`${elementWeb}\` is the server's own host name: a file that a member sends could run in the client`,
        write,
      },
    ];
  if (tls?.mode !== "acme" || tls.directory !== publicAcmeDirectory) return [];
  const why = whyUncertifiable(elementWeb);
  return why === null
    ? []
    : [
        {
          path,
          found: `no public authority issues a certificate for it: ${why}`,
          write: "Write a public name, or `off`.",
        },
      ];
};

const hostBehindLoopback: Rule = ({ trustedProxies, bindAddress }) => {
  if (trustedProxies === undefined || bindAddress === undefined || !trustedProxies.includes(thisMachine)) return [];
  const wide = bindAddress.find((address) => address !== "127.0.0.1" && address !== "::1");
  if (wide === undefined) return [];
  const path = ["trustedProxies", trustedProxies.indexOf(thisMachine)];
  const found = `\`host\` is trusted, but \`chatkeep:bindAddress\` is \`${wide}\`: any client that reaches it could claim to be that web server`;
  return [{ path, found, write: "Write `chatkeep:bindAddress: 127.0.0.1`, so that only this machine reaches it." }];
};

const quotaAboveOneFile: Rule = ({ uploadSize, uploadQuota }) => {
  if (uploadSize === undefined || uploadQuota === undefined || uploadQuota === null) return [];
  if (uploadQuota.size >= uploadSize) return [];
  const found = `\`${formatSize(uploadQuota.size)}\` is smaller than \`chatkeep:uploadSize\`, the largest file`;
  return [{ path: ["uploadQuota", "size"], found, write: `Write \`${formatSize(uploadSize)}\`, or more.` }];
};

const differentPorts: Rule = ({ ports }) => {
  if (ports === undefined || ports.http !== ports.https) return [];
  return [
    {
      path: ["ports", "http"],
      found: `\`${ports.http}\` is also the https port`,
      write: "Write another port, or `off`.",
    },
  ];
};

const certificateAndKey: Rule = ({ tls }) => {
  if (tls?.mode !== "files" || tls.certificateFile !== tls.keyFile) return [];
  return [
    {
      path: ["tls", "keyFile"],
      found: "this is also the file of the certificate",
      write: "Write the path of a file that contains only the private key.",
    },
  ];
};

const rules: readonly Rule[] = [
  delegationProblems,
  allowlistWithoutItself,
  reachableForOthers,
  elementWebApart,
  hostBehindLoopback,
  quotaAboveOneFile,
  differentPorts,
  certificateAndKey,
  datedContradictions,
  addressContradictions,
  dnsContradictions,
  callsContradictions,
  mailContradictions,
  backupContradictions,
];
