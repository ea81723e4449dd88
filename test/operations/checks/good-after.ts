import type { FollowedAnswer, Redirect, WebAnswer } from "../../../src/io/probes/web.ts";
import type { JsonObject } from "../../../src/kinds/json.ts";
import type { UserId } from "../../../src/kinds/names.ts";
import type { ErasureList } from "../../../src/operations/backup/erasures.ts";
import type { BackupResults } from "../../../src/operations/backup/run/results.ts";
import { paths } from "../../../src/operations/checks/after/paths.ts";
import { certifiedNames, type FactsAfter, hostsOf } from "../../../src/operations/checks/facts.ts";
import { container, goodEngine } from "../up/situation.ts";
import { declaredFor, type ServerKind } from "./good-before.ts";

/** An answer of the proxy. */
export function answer(differences: Partial<WebAnswer> & { readonly json?: JsonObject } = {}): {
  readonly seen: WebAnswer;
} {
  const { json, ...rest } = differences;
  const headers = { "x-content-type-options": "nosniff", "strict-transport-security": "max-age=31536000" };
  const body = json === undefined ? "" : JSON.stringify(json);
  return { seen: { status: 200, body, clockAheadSeconds: 0, ...rest, headers: { ...headers, ...rest.headers } } };
}

/** The same, where these redirects lead. */
export function followed({ seen }: { readonly seen: WebAnswer }, ...redirects: readonly Redirect[]): FollowedAnswer {
  return { ...seen, redirects };
}

const open = { "access-control-allow-origin": "*" };
const key = { keyId: "ed25519:ck_12345678", publicKey: "Noi6WqcDj0QmPxCNQqgezwTlBKrfqehY1u2FyWP9uYw" };

const made = {
  outcome: "made",
  at: "2026-11-20T11:30:00.000Z",
  finishedAt: "2026-11-20T11:30:20.000Z",
  archive: "2026-11-20T11-30-00Z-1a2b3c4d",
  reason: null,
} as const;

const gone = { user: "@ben:acme.test" as UserId, at: "2026-11-19T10:00:00.000Z" } as const;

/** A member who left, which the backups know. */
export const goodErasures: ErasureList = {
  version: 1,
  erasures: [{ ...gone, history: "keep", media: "delete", erase: false }],
  recorded: true,
};

/** Backups of a server that has had some for long. */
export const goodBackups: BackupResults = {
  backup: made,
  lastGood: { ...made, snapshotAt: made.at, seconds: 20, bytes: 370e6, added: 11e6, missingMedia: 0 },
  prune: { ...made, archive: null },
  verify: { ...made, archive: null },
  verifyData: { ...made, archive: null },
};

/** A world in which that server serves as declared. */
export function goodAfter(kind: ServerKind): FactsAfter {
  const declared = declaredFor(kind);
  const { plan } = declared;
  const federates = plan.homeserver.federation.mode !== "closed";
  const client = { "m.homeserver": { base_url: plan.baseUrl } };
  const server = { "m.server": `${plan.hostName}:443` };
  const support = { contacts: [{ role: "m.role.admin", email_address: "a@b.example" }] };
  const gone = answer({ status: 404 });
  const certificate = {
    names: plan.hostName,
    namesHost: true,
    issuer: "CN=R11",
    validFrom: "2026-10-20T12:00:00.000Z",
    validTo: "2027-01-18T12:00:00.000Z",
    chainError: null,
  };
  const isDelegated = plan.serverName !== (plan.hostName as string);
  return {
    ...declared,
    wellKnown: { client, server: federates ? server : null, support: kind === "files" ? support : null },
    derivedKey: { seen: key },
    stack: {
      seen: { containers: Object.keys(plan.services).map((id) => container(id)), networks: [], volumes: [] },
    },
    engine: {
      seen: {
        ...goodEngine,
        published: Object.values(plan.services).flatMap(({ name, ports }) =>
          ports.map(({ external, address, protocol }) => {
            return {
              port: external,
              address: address.replace("127.0.0.1", "0.0.0.0"),
              protocol,
              container: name,
              stack: "acme",
            };
          }),
        ),
      },
    },
    certificate: { seen: certificate },
    otherCertificates: Object.fromEntries(
      certifiedNames(declared)
        .filter((name) => name !== plan.hostName)
        .map((name) => [name, { seen: { ...certificate, names: name } }]),
    ),
    addresses: {
      seen: Object.fromEntries(
        hostsOf(declared).map((name) => [
          name,
          [{ address: "203.0.113.7", answered: { seen: certificate }, isOutOfReach: false }],
        ]),
      ),
    },
    turn: plan.turn === null ? null : { answers: { seen: true }, certificate: { seen: certificate } },
    protocols: { seen: { oldVersions: [], weakSuites: [], newest: "TLSv1.3" } },
    web: {
      [paths.client]: answer({ json: client, headers: open }),
      [paths.server]: federates ? answer({ json: server, headers: open }) : gone,
      [paths.support]: kind === "files" ? answer({ json: support, headers: open }) : gone,
      [paths.versions]: answer({ json: { versions: ["v1.1", "v1.12"] } }),
      [paths.federationVersion]: federates
        ? answer({ json: { server: { name: "Synapse", version: "1.163.2" } } })
        : gone,
      [paths.keys]: federates ? answer({ json: { verify_keys: { [key.keyId]: { key: key.publicKey } } } }) : gone,
      [paths.admin]: gone,
      [paths.encodedAdmin]: gone,
      [paths.front]: answer({ headers: { "content-type": "text/plain" } }),
    },
    apex: isDelegated
      ? {
          seen: {
            client: followed(answer({ json: client, headers: open })),
            server: followed(answer({ json: server })),
          },
        }
      : null,
    inside: { seen: { aliasStatus: 404, aliasError: "M_NOT_FOUND", keyApiStatus: federates ? 200 : 404 } },
    keysInside: { seen: [key] },
    gateways: plan.homeserver.push ? { seen: [{ gateway: "matrix.org", outcome: "reached", detail: "" }] } : null,
    uploads: { seen: { proxy: plan.homeserver.uploadSize, synapse: plan.homeserver.uploadSize } },
    drift: { seen: [] },
    backups: plan.backup === null ? null : { seen: goodBackups },
    erasures: plan.backup === null ? null : { seen: goodErasures },
  };
}
