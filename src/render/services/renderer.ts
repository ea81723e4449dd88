import type { Plan } from "../../plan/plan.ts";
import type { File, SecretFile, Templates } from "../files.ts";
import type { IssuedSecrets, SecretTexts } from "../secrets.ts";

/** What writes the files of one service, where it is there. `start.sh` and `health.sh` are among them: they are what it runs and is asked by. */
export interface ServiceRenderer {
  readonly files: (given: FilesGiven) => readonly File[];
  readonly secretFiles: (given: SecretsGiven) => readonly SecretFile[];
}

/** What files are written from. `certificate` is the chain of own certificate files, else null. */
export interface FilesGiven {
  readonly plan: Plan;
  readonly templates: Templates;
  readonly certificate: string | null;
}

/** What secret files are written from. */
export interface SecretsGiven {
  readonly plan: Plan;
  readonly templates: Templates;
  readonly secrets: SecretTexts;
  readonly issued: IssuedSecrets;
}
