import type { Owner, Plan } from "../../plan/plan.ts";

/**
 * What the installer has to do, a line each: `service NAME DIGEST OWNER DATA TRUST`, where DATA is the folder of its data and TRUST
 * says whether it has to know authorities, `handover FOLDER OWNER` and `host FOLDER OWNER`.
 */
export function renderManifest({ installer, services }: Plan, digests: Readonly<Record<string, string>>): string {
  const serviceLines = installer.dataFolders.map(({ service, folder, owner }) => {
    const trust = services[service]?.trustsAuthorities ? "authorities" : "-";
    return ["service", service, digests[service], ownerText(owner), folder, trust].join(" ");
  });
  const handoverLines = installer.handovers.map(({ folder, owner }) => `handover ${folder} ${ownerText(owner)}`);
  const hostLines = installer.hostFolders.map(({ folder, owner }) => `host ${folder} ${ownerText(owner)}`);
  return `${[...serviceLines, ...handoverLines, ...hostLines].join("\n")}\n`;
}

function ownerText({ uid, gid }: Owner): string {
  return `${uid}:${gid}`;
}
