// Loaded before Pulumi's own runner (Pulumi.yaml, nodeargs), and only by a Node that runs TypeScript: to others stacks/main.mjs says what to do.
if (process.features.typescript) await import("./late-pulumi.ts");
