import { createHash } from "node:crypto";
import type { Plan, ServiceRole } from "../plan/plan.ts";
import type { File, Files, SecretFiles } from "./files.ts";
import { callsOthers, renderManifest } from "./services/manifest.ts";

/** The name of a configuration: of each service's own files, and of the whole. */
export interface Digests {
  readonly services: Readonly<Record<ServiceRole, string>>;
  readonly whole: string;
  /** What the installer is told: where everything goes, and the public name of the master key. */
  readonly installer: readonly File[];
}

/** The purposes whose generation changes a service's secret files. */
const purposesOf: Readonly<Record<ServiceRole, readonly string[]>> = {
  synapse: [
    "signingKey",
    "postgresPassword",
    "macaroonSecretKey",
    "formSecret",
    "operatorToken",
    "homeserverToken",
    "turnSharedSecret",
  ],
  postgres: ["postgresPassword"],
  proxy: [],
  turn: ["turnSharedSecret"],
};

/**
 * Names a configuration after its content. Secrets themselves stay out: which they are is settled by the master key's id,
 * the epochs, the names of their files and the marks of what others issued, so a digest says nothing about them.
 */
export function digestFiles(plan: Plan, files: Files, secretFiles: SecretFiles, masterKeyId: string): Digests {
  const digestOf = (role: ServiceRole) => {
    const secretNames = secretFiles[role].map(({ path, mark }) => (mark === undefined ? path : [path, mark]));
    const keys =
      secretNames.length === 0
        ? []
        : [masterKeyId, purposesOf[role].map((purpose) => plan.epochs[purpose] ?? 0), secretNames];
    const authorities = callsOthers(role) ? authoritiesOf(files) : [];
    return digest([files.services[role].map(pair), authorities, keys]);
  };
  const services = {
    synapse: digestOf("synapse"),
    postgres: digestOf("postgres"),
    proxy: digestOf("proxy"),
    turn: digestOf("turn"),
  };
  const installer = [
    { path: "manifest", text: renderManifest(plan, services) },
    { path: "key-id", text: masterKeyId },
  ];
  const whole = digest([services, [...files.installer, ...installer].map(pair), plan.installer.image]);
  return { services, whole, installer };
}

function authoritiesOf({ installer }: Files): readonly string[] {
  return installer.filter(({ path }) => path === "trusted-authorities.pem").map(({ text }) => text);
}

function pair({ path, text }: File): readonly [string, string] {
  return [path, text];
}

function digest(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("hex").slice(0, 12);
}
