import type { Owner, Plan, ServiceRole } from "../../plan/plan.ts";

/**
 * What the installer has to do, a line each: `service NAME DIGEST OWNER DATA TRUST`, where DATA is the folder of its data and TRUST
 * says whether it has to know authorities, and `handover FOLDER OWNER`.
 */
export function renderManifest({ installer }: Plan, digests: Readonly<Record<ServiceRole, string>>): string {
  const serviceLines = installer.dataFolders.map(({ service, folder, owner }) =>
    ["service", service, digests[service], ownerText(owner), folder, trust(service)].join(" "),
  );
  const handoverLines = installer.handovers.map(({ folder, owner }) => `handover ${folder} ${ownerText(owner)}`);
  return `${[...serviceLines, ...handoverLines].join("\n")}\n`;
}

/** Whether a service asks others over TLS, and so has to know whom to trust. */
export function callsOthers(role: ServiceRole): boolean {
  return role === "synapse" || role === "proxy";
}

function trust(role: ServiceRole): string {
  return callsOthers(role) ? "authorities" : "-";
}

function ownerText({ uid, gid }: Owner): string {
  return `${uid}:${gid}`;
}
