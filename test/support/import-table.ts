/** What one room may import: our own folders or files (`ours`), and packages (`others`; `node:*` is every part of Node). */
export interface Room {
  readonly ours: readonly string[];
  readonly others: readonly string[];
  /** Folders of which only types may be imported. */
  readonly types?: readonly string[];
}

const kinds = ["src/kinds", "src/errors.ts"];

/** The table of docs/architecture.md, longest path first. */
export const rooms: Readonly<Record<string, Room>> = {
  "src/errors.ts": { ours: [], others: [] },
  "src/kinds": { ours: kinds, others: ["node:net", "node:util"] },
  "src/settings": {
    ours: ["src/settings", ...kinds, "src/keys/purposes.ts", "src/keys/recipients.ts"],
    others: ["zod", "yaml", "csv-parse", "node:crypto", "node:net", "node:url", "node:util"],
  },
  "src/keys": {
    ours: ["src/keys", ...kinds],
    others: [
      "node:crypto",
      "node:util",
      "@scure/base",
      "@scure/bip39",
      "@scure/bip39/wordlists/english.js",
      "age-encryption",
      "shamir-secret-sharing",
    ],
  },
  "src/plan": { ours: ["src/plan", "src/settings", ...kinds], others: [] },
  "src/render": {
    ours: ["src/render", "src/plan", ...kinds],
    others: ["eta", "js-yaml", "uqr", "yaml", "node:crypto", "node:zlib"],
    types: ["src/settings"],
  },
  "src/operations": {
    ours: ["src/operations", "src/plan", "src/render", "src/keys", ...kinds],
    others: ["node:util"],
    types: ["src/settings", "src/io"],
  },
  // A hash is as pure as what it is of.
  "src/operations/journal": {
    ours: ["src/operations/journal", ...kinds],
    others: ["node:crypto"],
    types: ["src/io"],
  },
  "src/io": {
    ours: ["src/io", ...kinds],
    others: [
      "node:*",
      "execa",
      "dockerode",
      "tar-stream",
      "matrix-js-sdk",
      "@matrix-org/matrix-sdk-crypto-wasm",
      "undici",
      "cloudflare",
      "nodemailer",
    ],
  },
  "src/actions": {
    ours: ["src/actions", "src/operations", "src/io", "src/settings", "src/plan", "src/render", "src/keys", ...kinds],
    others: ["node:*", "dockerode"],
  },
  // No disk and no network: what a verb does is in src/actions.
  "src/cli": {
    ours: ["src/cli", "src/actions", "src/operations", "src/settings", "src/plan", "src/render", "src/keys", ...kinds],
    others: [
      "package.json",
      "commander",
      "@clack/prompts",
      "node:crypto",
      "node:path",
      "node:readline",
      "node:stream",
      "node:util",
    ],
    types: ["src/io"],
  },
  "src/team.ts": {
    ours: ["src/actions", "src/operations", ...kinds],
    others: ["node:path"],
  },
  "src/testing.ts": {
    ours: ["src/actions", "src/operations", "src/io", "src/settings", ...kinds],
    others: [],
  },
  "src/cli.ts": { ours: ["src/cli", ...kinds], others: ["commander"] },
  "stacks/components": {
    ours: ["stacks/components", "src/errors.ts"],
    others: ["@pulumi/*"],
    types: ["src/plan", "src/render"],
  },
  stacks: {
    ours: [
      "stacks",
      "src/io/machine/program-files.ts",
      "src/io/machine/paths.ts",
      "src/io/docker/engine-address.ts",
      "src/io/machine/load-late.ts",
      "src/settings",
      "src/plan",
      "src/render",
      "src/keys",
      ...kinds,
    ],
    others: ["@pulumi/pulumi", "node:module"],
  },
  // Connecting to an engine and to Cloudflare is one piece of code for the CLI and for the providers.
  airgap: {
    ours: [
      "airgap",
      "src/errors.ts",
      "src/io/docker/engine.ts",
      "src/io/docker/engine-answers.ts",
      "src/io/docker/stream-frames.ts",
      "src/io/cloudflare/client.ts",
      "src/io/cloudflare/patience.ts",
    ],
    others: ["@pulumi/pulumi", "@grpc/grpc-js", "dockerode", "cloudflare", "google-protobuf", "tar-stream", "node:*"],
  },
  bootstrap: { ours: ["bootstrap"], others: ["node:*"] },
};
