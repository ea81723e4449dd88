import { beforeCertificates } from "./wrong/before-certificates.ts";
import { beforeFamilies } from "./wrong/before-families.ts";
import { beforeMachine } from "./wrong/before-machine.ts";
import { beforeNames } from "./wrong/before-names.ts";
import { beforeSurroundings } from "./wrong/before-surroundings.ts";
import { beforeZone } from "./wrong/before-zone.ts";
import type { WrongBefore } from "./wrong-world.ts";

/** What can be wrong before there is a server. */
export const wrongBefore: readonly WrongBefore[] = [
  ...beforeNames,
  ...beforeFamilies,
  ...beforeCertificates,
  ...beforeMachine,
  ...beforeSurroundings,
  ...beforeZone,
];
