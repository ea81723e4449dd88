import { Secret } from "../../kinds/secret.ts";
import type { Plan } from "../../plan/plan.ts";
import type { SecretFile, Templates } from "../files.ts";
import { fillYaml, writeYaml } from "../fill.ts";
import type { SecretTexts } from "../secrets.ts";
import type { SecretsGiven } from "./renderer.ts";

/** Synapse's secret files: two of whole sections, and one for each secret that has a path option. */
export function renderSynapseSecrets({ plan, templates, secrets }: SecretsGiven): readonly SecretFile[] {
  return [
    sections("secret.yaml", templates, databaseAndPasswords(plan, secrets), secrets.passwordPepperMark),
    sections("operator.yaml", templates, operator(secrets), null),
    { path: "signing.key", text: secrets.signingKey.file, keyId: secrets.signingKey.keyId },
    { path: "macaroon-secret-key", text: secrets.macaroonSecretKey },
    { path: "form-secret", text: secrets.formSecret },
    ...(plan.turn === null ? [] : [{ path: "turn-shared-secret", text: secrets.turnSharedSecret }]),
  ];
}

/** What a template is filled with: what may be read by anyone, and what may not. */
interface Filling {
  readonly open: Readonly<Record<string, number>>;
  readonly secret: Readonly<Record<string, Secret>>;
}

/** A file of whole sections. All of it but its secrets is its mark, so that another template, or another pepper, is another configuration. */
function sections(path: string, templates: Templates, { open, secret }: Filling, pepper: string | null): SecretFile {
  const write = (reading: (value: Secret) => string) => {
    const secrets = Object.entries(secret).map(([key, value]) => [key, reading(value)] as const);
    return writeYaml(fillYaml(templates, `synapse/${path}`, { ...open, ...Object.fromEntries(secrets) }));
  };
  const mark = `${write(() => "")}${pepper ?? ""}`;
  return { path, text: new Secret(write((value) => value.reveal())), mark };
}

function databaseAndPasswords(plan: Plan, { postgresPassword, passwordPepper }: SecretTexts): Filling {
  const { minimum, maximum } = plan.homeserver.databaseConnections;
  return {
    open: { connectionsAtLeast: minimum, connectionsAtMost: maximum },
    secret: { postgresPassword, passwordPepper },
  };
}

function operator({ operatorToken, homeserverToken }: SecretTexts): Filling {
  return { open: {}, secret: { operatorToken, homeserverToken } };
}
