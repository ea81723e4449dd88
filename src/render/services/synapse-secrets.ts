import { Secret } from "../../kinds/secret.ts";
import type { Plan } from "../../plan/plan.ts";
import type { SecretFile, Templates } from "../files.ts";
import { fillYaml, writeYaml } from "../fill.ts";
import type { SecretTexts } from "../secrets.ts";
import type { SecretsGiven } from "./renderer.ts";

/** Synapse's secret files: two of whole sections, and one for each secret that has a path option. */
export function renderSynapseSecrets({ plan, templates, secrets }: SecretsGiven): readonly SecretFile[] {
  return [
    { path: "secret.yaml", text: databaseAndPasswords(plan, templates, secrets), ...pepperMark(secrets) },
    { path: "operator.yaml", text: operator(templates, secrets) },
    { path: "signing.key", text: secrets.signingKey.file },
    { path: "macaroon-secret-key", text: secrets.macaroonSecretKey },
    { path: "form-secret", text: secrets.formSecret },
    ...(plan.turn === null ? [] : [{ path: "turn-shared-secret", text: secrets.turnSharedSecret }]),
  ];
}

/** Another pepper is another configuration. */
function pepperMark({ passwordPepperMark: mark }: SecretTexts): Pick<SecretFile, "mark"> {
  return mark === null ? {} : { mark };
}

function databaseAndPasswords(plan: Plan, templates: Templates, secrets: SecretTexts): Secret {
  const { minimum, maximum } = plan.homeserver.databaseConnections;
  const values = {
    postgresPassword: secrets.postgresPassword.reveal(),
    passwordPepper: secrets.passwordPepper.reveal(),
    connectionsAtLeast: minimum,
    connectionsAtMost: maximum,
  };
  return new Secret(writeYaml(fillYaml(templates, "synapse/secret.yaml", values)));
}

function operator(templates: Templates, secrets: SecretTexts): Secret {
  const values = { operatorToken: secrets.operatorToken.reveal(), homeserverToken: secrets.homeserverToken.reveal() };
  return new Secret(writeYaml(fillYaml(templates, "synapse/operator.yaml", values)));
}
