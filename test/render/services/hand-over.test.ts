import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { packageFolder } from "../../../src/io/machine/program-files.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";

let folder: string;
let script: ChildProcess | null = null;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "chatkeep-hand-over-"));
  for (const each of ["cfg", "certificates", "control", "bin"]) mkdirSync(join(folder, each));
  writeFileSync(join(folder, "cfg", "host-name"), "chat.test");
  // Looks follow each other at once.
  writeFileSync(join(folder, "bin", "sleep"), "#!/bin/sh\nexec /bin/sleep 0.05\n", { mode: 0o755 });
});

/** The script may be writing there. */
const patient = { recursive: true, maxRetries: 20, retryDelay: 50 } as const;

// What the script started writes there too, and a child that was just killed may still be ending.
afterEach(async () => {
  if (script?.pid !== undefined) {
    const ended = once(script, "exit");
    process.kill(-script.pid, "SIGKILL");
    await ended;
  }
  script = null;
  rmSync(folder, patient);
});

function handOver(): void {
  const text = readFileSync(join(packageFolder, "templates", "proxy", "hand-over.sh"), "utf8");
  const here = text.replace("=/certificates", `=${folder}/certificates`).replace("=/control", `=${folder}/control`);
  const env = { PATH: `${join(folder, "bin")}:${process.env.PATH}`, XDG_DATA_HOME: folder };
  script = spawn("sh", ["-c", here], { cwd: join(folder, "cfg"), env, stdio: "ignore", detached: true });
}

function issue(authority: string, text: string, age = 0): void {
  const place = join(folder, "caddy", "certificates", authority, "chat.test");
  mkdirSync(place, { recursive: true });
  for (const [ending, what] of [
    ["crt", "chain"],
    ["key", "key"],
  ] as const) {
    const path = join(place, `chat.test.${ending}`);
    writeFileSync(path, `${what} ${text}`);
    utimesSync(path, Date.now() / 1_000 - age, Date.now() / 1_000 - age);
  }
}

const handedOver = () => textOf(join(folder, "certificates", "certificate.pem"));

/** null where there is no such file, or none any more: the script removes and renames while it is looked at. */
function textOf(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

/** The path and the text of each file that the backups have. */
function backedUp(): Readonly<Record<string, string | null>> {
  const place = join(folder, "control");
  const files = readdirSync(place, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).filter((path) => !path.endsWith(".new"));
  return Object.fromEntries(paths.map((path) => [path.slice(place.length + 1), textOf(path)]));
}

const until = (text: string) => untilTrue(text, async () => handedOver() === text);

/** Another file that Caddy keeps. */
function keep(path: string, text: string): void {
  const place = join(folder, "caddy", path);
  mkdirSync(dirname(place), { recursive: true });
  writeFileSync(place, text, { mode: 0o600 });
}

const root = "caddy/pki/authorities/local/root.key";
const account = "caddy/acme/acme.test-directory/users/ada@acme.test/ada.key";
const chain = "caddy/certificates/local/chat.test/chat.test.crt";

describe("what the proxy leaves for the backups", () => {
  const untilThere = (path: string, text: string | undefined) =>
    untilTrue(`${path}: ${text}`, async () => backedUp()[path] === text);

  it("is its certificates, the accounts that got them and its own authority, for the reading group alone", async () => {
    issue("local", "one");
    keep("pki/authorities/local/root.key", "the authority");
    keep("acme/acme.test-directory/users/ada@acme.test/ada.key", "the account");
    keep("locks/issue.lock", "held");
    handOver();
    await untilThere(root, "the authority");
    await untilThere(account, "the account");
    await untilThere(chain, "chain one");
    expect(Object.keys(backedUp()).toSorted()).toEqual(
      [account, chain, chain.replace(".crt", ".key"), root].toSorted(),
    );
    expect(statSync(join(folder, "control", root)).mode & 0o777).toBe(0o640);
    expect(statSync(dirname(join(folder, "control", root))).mode & 0o777).toBe(0o750);
  });

  it("follows what changes and what goes", async () => {
    issue("local", "one");
    keep("pki/authorities/local/root.key", "the authority");
    handOver();
    await untilThere(root, "the authority");
    issue("local", "two");
    await untilThere(chain, "chain two");
    rmSync(join(folder, root));
    await untilThere(root, undefined);
    expect(backedUp()[chain]).toBe("chain two");
  });

  it("is left once more where it was lost", async () => {
    issue("local", "one");
    handOver();
    await untilThere(chain, "chain one");
    rmSync(join(folder, "control", "caddy"), patient);
    await untilThere(chain, "chain one");
  });

  it("is nothing where the stack has no backups, and the TURN server has its certificate all the same", async () => {
    rmSync(join(folder, "control"), { recursive: true });
    issue("local", "one");
    handOver();
    await until("chain one\nkey one\n");
    expect(existsSync(join(folder, "control"))).toBe(false);
  });
});

describe("the certificate for the TURN server", () => {
  it("is handed over with its key once it is there, for the reading group alone", async () => {
    handOver();
    issue("acme.test", "one");
    await until("chain one\nkey one\n");
    expect(statSync(join(folder, "certificates", "certificate.pem")).mode & 0o777).toBe(0o640);
  });

  it("is followed by a renewed one, and by that of another authority when it is newer", async () => {
    issue("acme.test", "one", 100);
    handOver();
    await until("chain one\nkey one\n");
    issue("acme.test", "two", 50);
    await until("chain two\nkey two\n");
    issue("local", "three");
    await until("chain three\nkey three\n");
  });

  it("is the operator's own file where there is one", async () => {
    issue("local", "one");
    writeFileSync(join(folder, "cfg", "certificate.pem"), "own chain\n");
    writeFileSync(join(folder, "cfg", "certificate-key.pem"), "own key\n");
    handOver();
    await until("own chain\n\nown key\n");
  });

  it("waits for the key that belongs to it", async () => {
    issue("local", "one");
    rmSync(join(folder, "caddy", "certificates", "local", "chat.test", "chat.test.key"));
    handOver();
    // A key that comes later is handed over with its chain: nothing was before.
    issue("local", "one");
    await until("chain one\nkey one\n");
  });
});
