import { afterBackups } from "./wrong/after-backups.ts";
import { afterCalls } from "./wrong/after-calls.ts";
import { afterCertificate } from "./wrong/after-certificate.ts";
import { afterDocuments } from "./wrong/after-documents.ts";
import { afterExposure } from "./wrong/after-exposure.ts";
import { afterFamilies } from "./wrong/after-families.ts";
import { afterServices } from "./wrong/after-services.ts";
import { afterSynapse } from "./wrong/after-synapse.ts";
import type { WrongAfter } from "./wrong-world.ts";

/** What can be wrong with a running server. */
export const wrongAfter: readonly WrongAfter[] = [
  ...afterServices,
  ...afterSynapse,
  ...afterDocuments,
  ...afterExposure,
  ...afterFamilies,
  ...afterCertificate,
  ...afterCalls,
  ...afterBackups,
];
