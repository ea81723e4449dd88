import type { Plan, ServiceRole } from "../../plan/plan.ts";
import { issuedSecrets } from "../../settings/issued-secrets.ts";
import type { Settings } from "../../settings/settings.ts";

/** The services that hold secret files with these settings: their configuration carries the master key's id (`digestFiles`), so each is replaced with it, and so is what needs one of them. */
export function servicesWithSecrets({ services }: Plan, settings: Settings): readonly ServiceRole[] {
  const replaced = new Set<ServiceRole>();
  for (const { role, secretPurposes, needs } of Object.values(services))
    if (secretPurposes.length > 0 || isIssuedTo(role, settings) || needs.some((name) => replaced.has(name)))
      replaced.add(role);
  return [...replaced];
}

/** Whether a secret of another's is among its files: an issued one, or the key of own certificate files. */
function isIssuedTo(role: ServiceRole, settings: Settings): boolean {
  const isIssued = issuedSecrets.some(({ file }) => file?.service === role && file.isWanted(settings));
  return isIssued || (role === "proxy" && settings.tls.mode === "files");
}
