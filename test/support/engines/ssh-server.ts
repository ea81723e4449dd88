import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { userInfo } from "node:os";
import { join } from "node:path";
import { execa } from "execa";
import { freePort } from "../../../src/io/machine/free-port.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { installWhereMissing } from "../debian-package.ts";
import { answers } from "./host.ts";
import type { SecondEngine } from "./second-engine.ts";

/** A machine reached over ssh: really this one, through a server of the test's own. */
export interface SshServer {
  /** As DOCKER_HOST has it. */
  readonly address: string;
  /** To be the first folder of PATH: its `ssh` is the system's, with the test's own keys and no others. */
  readonly programs: string;
}

const program = "/usr/sbin/sshd";

/** Starts an sshd on the loopback address whose sessions find the given engine, with keys of its own. It ends with the engine. */
export async function startSshServer({ folder, address }: SecondEngine): Promise<SshServer> {
  await installWhereMissing(program, "openssh-server");
  const port = await freePort();
  await Promise.all(["host-key", "client-key"].map((name) => makeKey(join(folder, name))));
  await writeServerFiles(folder, port, address);
  const programs = await writeClientFiles(folder, port);
  spawn(program, ["-D", "-f", join(folder, "sshd_config")], { stdio: "ignore" });
  await untilTrue(`sshd on port ${port}`, () => answers("127.0.0.1", port));
  return { address: `ssh://${userInfo().username}@127.0.0.1:${port}`, programs };
}

async function makeKey(path: string): Promise<void> {
  await execa("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", "chatkeep test", "-f", path]);
}

/** The server's settings (sshd_config(5)); sessions get the engine by DOCKER_HOST, as on a machine set up that way. */
async function writeServerFiles(folder: string, port: number, engineAddress: string): Promise<void> {
  await mkdir("/run/sshd", { recursive: true, mode: 0o755 }); // where sshd confines what is not yet signed in
  await writeFile(join(folder, "authorized_keys"), await readFile(join(folder, "client-key.pub")), { mode: 0o600 });
  const lines = [
    "ListenAddress 127.0.0.1",
    `Port ${port}`,
    `HostKey ${join(folder, "host-key")}`,
    `AuthorizedKeysFile ${join(folder, "authorized_keys")}`,
    `PidFile ${join(folder, "sshd.pid")}`,
    "StrictModes no", // the folder for temporary files belongs to everyone
    "UsePAM no",
    "PasswordAuthentication no",
    "PermitRootLogin prohibit-password",
    `SetEnv DOCKER_HOST=${engineAddress}`,
  ];
  await writeFile(join(folder, "sshd_config"), `${lines.join("\n")}\n`);
}

/** `ssh` looks up its settings by user and not by HOME, so a settings file of one's own has to be named to it. */
async function writeClientFiles(folder: string, port: number): Promise<string> {
  const hostKey = (await readFile(join(folder, "host-key.pub"), "utf8")).split(" ").slice(0, 2).join(" ");
  await writeFile(join(folder, "known_hosts"), `[127.0.0.1]:${port} ${hostKey}\n`);
  const lines = [
    `IdentityFile ${join(folder, "client-key")}`,
    "IdentitiesOnly yes",
    `UserKnownHostsFile ${join(folder, "known_hosts")}`,
    "StrictHostKeyChecking yes",
    "BatchMode yes",
  ];
  await writeFile(join(folder, "ssh_config"), `${lines.join("\n")}\n`);
  const { stdout: ssh } = await execa("sh", ["-c", "command -v ssh"]);
  const programs = join(folder, "bin");
  await mkdir(programs);
  await writeFile(join(programs, "ssh"), `#!/bin/sh\nexec ${ssh} -F ${join(folder, "ssh_config")} "$@"\n`, {
    mode: 0o755,
  });
  return programs;
}
