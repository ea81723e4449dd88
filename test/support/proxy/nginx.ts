import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { installWhereMissing } from "../debian-package.ts";
import { answers } from "../engines/host.ts";
import { makeFolder } from "../own-folder.ts";
import { makeCertificate } from "./certificates.ts";

/** A web server in front of another, with a certificate of its own. */
export interface Front {
  /** The authority that clients must trust. */
  readonly authorityFile: string;
  readonly stop: () => Promise<void>;
}

/** Debian's nginx as docs/domain.md says to set it up: the document's own lines, with these ports and a certificate for localhost. */
export async function startNginx(publicPort: number, port: number): Promise<Front> {
  await installWhereMissing("/usr/sbin/nginx", "nginx-light");
  const folder = await makeFolder("nginx");
  const { cert, key, authority } = await makeCertificate({ name: "localhost" });
  const authorityFile = join(folder, "authority.pem");
  await writeFile(authorityFile, authority);
  await writeFile(join(folder, "chat.acme.example.pem"), cert);
  await writeFile(join(folder, "chat.acme.example.key"), key);
  await writeFile(join(folder, "nginx.conf"), configuration(folder, publicPort, port));
  const nginx = spawn("/usr/sbin/nginx", ["-p", folder, "-c", join(folder, "nginx.conf")], { stdio: "inherit" });
  await untilTrue("nginx", () => answers("127.0.0.1", publicPort));
  return { authorityFile, stop: () => stop(nginx, folder) };
}

function configuration(folder: string, publicPort: number, port: number): string {
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (what) => `${what}_temp_path ${folder}/${what};`,
  );
  const shown = shownInDocument()
    .replace("listen 443", `listen 127.0.0.1:${publicPort}`)
    .replace("127.0.0.1:8443", `127.0.0.1:${port}`)
    .replace("server_name chat.acme.example", "server_name localhost")
    .replaceAll("/etc/ssl/", `${folder}/`);
  return `daemon off;
user root;
pid ${folder}/pid;
error_log ${folder}/error.log;
events {}
http {
  access_log off;
  ${temporary.join("\n  ")}
${shown}}
`;
}

function shownInDocument(): string {
  const document = readFileSync(new URL("../../../docs/domain.md", import.meta.url), "utf8");
  const shown = /```nginx\n(.*?)```/s.exec(document)?.[1];
  if (shown === undefined) throw new Error("docs/domain.md shows no lines for nginx.");
  return shown;
}

async function stop(nginx: ChildProcess, folder: string): Promise<void> {
  nginx.kill("SIGQUIT");
  if (nginx.exitCode === null) await once(nginx, "exit");
  await rm(folder, { recursive: true });
}
