import type { OpenedAt } from "../../../../src/actions/backup/drill/archive-source.ts";
import { openingFiles, openingPlaces } from "../../../../src/actions/backup/restore/reach-repository.ts";
import { repositoryPassword } from "../../../../src/keys/secrets.ts";
import { Secret } from "../../../../src/kinds/secret.ts";
import { decidePlan } from "../../../../src/plan/decide.ts";
import { parseSettings } from "../../../../src/settings/parse.ts";
import { plainSettings } from "../../../../src/settings/yaml/settings-source.ts";
import { engineOf } from "../../stack/engine.ts";
import { planOf } from "../../stack/plan.ts";
import { masterKeyOf } from "../../stack/pulumi.ts";
import type { StackRecord } from "../../stack/stack.ts";
import type { Target } from "./servers.ts";

/** What opens the archives of a stack at a target, as a restore and a drill do. */
export async function openedAtTarget(
  stack: StackRecord,
  { settings, credential, authority }: Target,
): Promise<OpenedAt> {
  const trusted = authority === undefined ? {} : { trustedAuthorities: authority };
  const values = { serverName: stack.serverName, tls: "internal", backup: settings, ...trusted };
  const { backup, proxy } = decidePlan(stack.name, parseSettings(plainSettings(values), new Date()));
  const image = planOf(stack).services.backup?.image;
  if (backup === null || image === undefined) throw new Error("the stack has no backups");
  const password = repositoryPassword(await masterKeyOf(stack));
  const files = openingFiles(openingPlaces(backup, proxy), password, new Secret(credential));
  return {
    client: engineOf(stack),
    image,
    repository: { files, folder: null, network: null },
    stack: stack.name,
  };
}
