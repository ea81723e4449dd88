import { badAddresses } from "./addresses.ts";
import { badAmounts } from "./amounts.ts";
import { badBackups } from "./backup.ts";
import { badCalls } from "./calls.ts";
import type { BadCase } from "./case.ts";
import { badTogether } from "./contradictions.ts";
import { badDns } from "./dns.ts";
import { badElementWeb } from "./element-web.ts";
import { hatchAttacks } from "./hatch/attacks.ts";
import { hiddenHatchAttacks } from "./hatch/hidden.ts";
import { hatchMistakes } from "./hatch/mistakes.ts";
import { badKeys } from "./keys.ts";
import { badMail } from "./mail.ts";
import { badRecoveryRecipients } from "./recovery-recipients.ts";
import { badValues } from "./values.ts";
import { badYaml } from "./yaml.ts";

/** Every hand-written stack file that must be refused. */
export const badSettings: readonly BadCase[] = [
  ...badValues,
  ...badAmounts,
  ...badTogether,
  ...badYaml,
  ...badKeys,
  ...badDns,
  ...hatchAttacks,
  ...hiddenHatchAttacks,
  ...hatchMistakes,
  ...badElementWeb,
  ...badCalls,
  ...badAddresses,
  ...badMail,
  ...badBackups,
  ...badRecoveryRecipients,
];
