import { referenceOf } from "../images/images.ts";
import { imageTable } from "../images/versions.ts";
import type { ServiceDefinition } from "./definition.ts";
import { synapseEgress } from "./synapse-egress.ts";

/** The homeserver: between the two networks, behind the proxy. */
export const synapseDefinition: ServiceDefinition = {
  name: "synapse",
  component: "chatkeep:server:Synapse",
  optional: null,
  // While Synapse runs without a database it answers with errors, while it is gone the proxy holds requests.
  needs: ["postgres"],
  image: imageTable.synapse,
  reference: ({ imageSource }) => referenceOf(imageTable.synapse, imageSource),
  memory: { kind: "rest" },
  processes: ({ processors }) => 1024 + 64 * processors,
  openFiles: null,
  sharedMemoryMebibytes: 64,
  capabilities: [],
  // Uploads pass through it.
  temporaryFolders: { "/tmp": "mode=1777" },
  dataFolder: "/data",
  holdsPeoplesData: true,
  reads: [],
  writes: [],
  hostFolders: () => [],
  secretFiles: [
    "secret.yaml",
    "operator.yaml",
    "signing.key",
    "macaroon-secret-key",
    "form-secret",
    "turn-shared-secret",
  ],
  secretPurposes: () => [
    "signingKey",
    "postgresPassword",
    "macaroonSecretKey",
    "formSecret",
    "operatorToken",
    "homeserverToken",
    "turnSharedSecret",
  ],
  trustsAuthorities: true,
  networks: () => ["data", "edge"],
  ports: () => [],
  egress: synapseEgress,
  stopSignal: "SIGTERM",
  graceSeconds: 30,
  // It migrates its schema at its first start.
  startSeconds: 300,
};
