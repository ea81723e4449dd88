// Pulumi starts here. The program is TypeScript that Node runs as it is, which Node can do from 22.18 on.
const [major, minor] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 18)) {
  console.error(
    `chatkeep needs Node 22.18 or newer; Pulumi started Node ${process.versions.node}.\n` +
      'Run this first, then pulumi again:  eval "$(npx chatkeep env)"',
  );
  process.exit(1);
}

const outputs = await import("./index.ts");
export const { url, serverName, configuration } = outputs;
