import { Secret } from "../kinds/secret.ts";
import type { Plan, ServiceRole } from "../plan/plan.ts";
import type { SecretFile, SecretFiles, Templates } from "./files.ts";
import { fillYaml, writeYaml } from "./fill.ts";

/** The secrets that go into files, by what they are for. */
export interface SecretTexts {
  readonly signingKey: { readonly file: Secret };
  readonly postgresPassword: Secret;
  readonly macaroonSecretKey: Secret;
  readonly formSecret: Secret;
  readonly passwordPepper: Secret;
  readonly operatorToken: Secret;
  readonly homeserverToken: Secret;
  readonly turnSharedSecret: Secret;
}

/** Secrets that others issued and the server holds; null where there is none. */
export interface IssuedSecrets {
  /** The key of own certificate files. */
  readonly certificateKey: Secret | null;
  /** The token that makes the DNS records of DNS-01, and the mark that tells it from its predecessor. */
  readonly cloudflareToken: { readonly text: Secret; readonly mark: string } | null;
}

/** A server to which nobody issued anything. */
export const nothingIssued: IssuedSecrets = { certificateKey: null, cloudflareToken: null };

/** The names of the secret files of each service. All other files are free of secrets. */
export const secretFileNames = {
  synapse: ["secret.yaml", "operator.yaml", "signing.key", "macaroon-secret-key", "form-secret", "turn-shared-secret"],
  postgres: ["password"],
  proxy: ["certificate-key.pem", "cloudflare-token"],
  turn: ["shared-secret.conf"],
} as const satisfies Readonly<Record<ServiceRole, readonly string[]>>;

/** The secret files of each service. */
export function renderSecretFiles(
  plan: Plan,
  templates: Templates,
  secrets: SecretTexts,
  { certificateKey, cloudflareToken }: IssuedSecrets,
): SecretFiles {
  return {
    synapse: [
      { path: "secret.yaml", text: databaseAndPasswords(plan, templates, secrets) },
      { path: "operator.yaml", text: operator(templates, secrets) },
      { path: "signing.key", text: secrets.signingKey.file },
      { path: "macaroon-secret-key", text: secrets.macaroonSecretKey },
      { path: "form-secret", text: secrets.formSecret },
      ...(plan.turn === null ? [] : [{ path: "turn-shared-secret", text: secrets.turnSharedSecret }]),
    ],
    postgres: [{ path: "password", text: secrets.postgresPassword }],
    proxy: [
      ...(certificateKey === null ? [] : [{ path: "certificate-key.pem", text: certificateKey }]),
      ...(cloudflareToken === null ? [] : [{ path: "cloudflare-token", ...cloudflareToken }]),
    ],
    turn: plan.turn === null ? [] : turnSecrets(secrets),
  };
}

/** coturn reads its secret from its configuration alone (turnserver(1), `static-auth-secret`): it is the second half of it. */
function turnSecrets({ turnSharedSecret }: SecretTexts): readonly SecretFile[] {
  return [{ path: "shared-secret.conf", text: new Secret(`static-auth-secret=${turnSharedSecret.reveal()}\n`) }];
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
