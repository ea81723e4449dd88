import type { Plan } from "../plan/plan.ts";
import { serviceDefinitions } from "../plan/services/all.ts";
import { byService } from "../plan/services/by-service.ts";
import { secretFilesOf } from "../plan/services/services.ts";
import type { SecretFile, SecretFiles, Templates } from "./files.ts";
import type { IssuedSecrets, SecretTexts } from "./secrets.ts";
import type { ServiceRenderer } from "./services/renderer.ts";
import { renderersFor, serviceRenderers } from "./services/renderers.ts";

/** The names of the secret files of each service. All other files are free of secrets. */
export const secretFileNames: Readonly<Record<string, readonly string[]>> = Object.fromEntries(
  serviceDefinitions.map((each) => [each.name, secretFilesOf(each)]),
);

/** The secret files of each service; none of one that is not there. */
export function renderSecretFiles(
  plan: Plan,
  templates: Templates,
  secrets: SecretTexts,
  issued: IssuedSecrets,
  renderers: Readonly<Record<string, ServiceRenderer>> = serviceRenderers,
): SecretFiles {
  const rendered = renderersFor(plan, renderers).map(([name, service, { secretFiles }]) => {
    const own = service === undefined ? [] : secretFiles({ plan, templates, secrets, issued });
    const files = service === undefined ? [] : [...own, ...issuedFor(name, issued)];
    const unnamed = files.find(({ path }) => !service?.secretFiles.includes(path));
    // The leak search treats every other file as public.
    if (unnamed !== undefined) throw new Error(`${unnamed.path} is not among the secret files of ${name}`);
    return [name, files] as const;
  });
  return byService(rendered);
}

function issuedFor(service: string, { files }: IssuedSecrets): readonly SecretFile[] {
  return files.filter((file) => file.service === service).map(({ path, text, mark }) => ({ path, text, mark }));
}
