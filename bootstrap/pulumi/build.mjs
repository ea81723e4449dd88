import { copyFile, mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeWhole } from "../machine/files.mjs";
import { runCommand } from "../machine/run-command.mjs";
import { SetupError } from "../machine/setup-error.mjs";
import { versions } from "../node/versions.mjs";

const MODULE = fileURLToPath(new URL("./cli", import.meta.url));
const COMMAND = "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi";
const VERSION_VARIABLE = "github.com/pulumi/pulumi/sdk/v3/go/common/version.Version";

/** Builds the CLI from its Go packages: cli/go.mod and cli/go.sum contain the exact versions and checksums. */
export async function buildPulumi(folder, go, report) {
  report.tell(
    `pulumi: building ${versions.pulumi.exact} from Go packages with ${go.version}; the first time takes about five minutes on two cores`,
  );
  const progress = report.progress("building the Pulumi CLI");
  let packages = 0;
  const onLine = (line) => {
    packages += line.startsWith("go: ") ? 0 : 1;
    progress.detail(packages === 0 ? line : `${packages} packages compiled`);
  };
  await makeWhole(folder, (unfinished) => compile(unfinished, go, onLine)).finally(progress.stop);
  report.tell("pulumi: Go keeps about 3 GB of packages and objects; `go clean -cache -modcache` frees this space");
}

async function compile(folder, go, onLine) {
  const source = join(folder, "source");
  await mkdir(source, { recursive: true });
  for (const name of await readdir(MODULE)) await copyFile(join(MODULE, name), join(source, name));
  const flags = `-s -w -X ${VERSION_VARIABLE}=v${versions.pulumi.exact}`;
  await runCommand(go.path, ["build", "-v", "-trimpath", "-ldflags", flags, "-o", join(folder, "pulumi"), COMMAND], {
    cwd: source,
    env: { ...process.env, CGO_ENABLED: "0", GOTOOLCHAIN: "local", GOWORK: "off" },
    onLine,
  });
  await rm(source, { recursive: true });
}

/** The error when no CLI can be built, with the two solutions. */
export function noWayToPulumi(go, onPath) {
  const found = go === null ? "there is no Go on PATH" : `Go on PATH is ${go.version}`;
  return new SetupError(`the Pulumi CLI is missing: ${onPath}, get.pulumi.com does not answer, and ${found}.`, [
    `Either put \`pulumi\` ${versions.pulumi.floor} or newer on PATH (https://www.pulumi.com/docs/install),`,
    `or put Go ${versions.goFloor} or newer on PATH (https://go.dev/dl), then run the same command again. It builds the CLI.`,
  ]);
}
