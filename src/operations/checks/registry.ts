import { backupChecks } from "./after/backups.ts";
import { callsChecks } from "./after/calls.ts";
import { certificateChecks as chain } from "./after/certificate.ts";
import { documentChecks } from "./after/documents.ts";
import { exposureChecks } from "./after/exposure.ts";
import { familyChecks as addresses } from "./after/families.ts";
import { serviceChecks } from "./after/services.ts";
import { synapseChecks } from "./after/synapse.ts";
import { certificateChecks } from "./before/certificates.ts";
import { familyChecks } from "./before/families.ts";
import { machineChecks } from "./before/machine.ts";
import { nameChecks } from "./before/names.ts";
import { surroundingChecks } from "./before/surroundings.ts";
import { zoneChecks } from "./before/zone.ts";
import type { FactsAfter, FactsBefore } from "./facts.ts";
import type { Check } from "./finding.ts";

/** Every check of `doctor`, in the order it is shown. */
export const checksBefore: readonly Check<FactsBefore>[] = [
  ...machineChecks,
  ...surroundingChecks,
  ...nameChecks,
  ...familyChecks,
  ...certificateChecks,
  ...zoneChecks,
];

/** Every check of `check`, in the order it is shown. */
export const checksAfter: readonly Check<FactsAfter>[] = [
  ...serviceChecks,
  ...synapseChecks,
  ...documentChecks,
  ...exposureChecks,
  ...addresses,
  ...chain,
  ...callsChecks,
  ...backupChecks,
];
