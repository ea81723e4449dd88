import { restart } from "../crash.ts";
import { changeBySed, editConfiguration, keep } from "../stack/edit-configuration.ts";
import type { Place } from "../stack/engine.ts";
import type { ServerCertificate } from "./certificates.ts";

/** Breaks a proxy in five ways by its files, as someone could who changes them by hand. */
export async function breakProxy(stack: Place): Promise<void> {
  const client = ".well-known/matrix/client";
  const script = [
    'for file in Caddyfile *.caddyfile; do cp "$file" "kept-$file.old"; echo "$file" > "name-kept-$file.old"; done',
    keep(client),
    changeBySed("matrix.caddyfile", 's#max_size "[0-9]*"#max_size "1024"#'),
    changeBySed(
      "Caddyfile",
      "/header X-Content-Type-Options/d",
      "s#@hidden path .*#@hidden path /nothing#",
      "s#/_synapse/client/\\*#/_synapse/*#",
    ),
    // Which file the header stands in does not matter here.
    'for file in Caddyfile *.caddyfile; do sed "/header Access-Control-Allow-Origin/d" "$file" > /tmp/new; cat /tmp/new > "$file"; done',
    `echo '{"m.homeserver":{"base_url":"https://old.example"}}' > ${client}`,
  ];
  await editConfiguration(stack, "proxy", script.join("\n"));
  await restart(stack, "proxy");
}

/** Gives a broken proxy the files back that it had. */
export async function repairProxy(stack: Place): Promise<void> {
  await editConfiguration(stack, "proxy", 'for old in kept-*; do cat "$old" > "$(cat "name-$old")"; done');
  await restart(stack, "proxy");
}

/** Has the proxy serve another certificate than its own. */
export async function serveWith(stack: Place, { cert, key }: ServerCertificate): Promise<void> {
  const put = (file: string, content: string) =>
    `echo ${Buffer.from(content).toString("base64")} | base64 -d > ${file}; chmod 444 ${file}`;
  const files = [put("strange.pem", cert), put("strange-key.pem", key)];
  const script = [...files, keep("tls.caddyfile"), "echo 'tls strange.pem strange-key.pem' > tls.caddyfile"];
  await editConfiguration(stack, "proxy", script.join("\n"));
  await restart(stack, "proxy");
}

/** Has it serve its own one again. */
export async function serveAsBefore(stack: Place): Promise<void> {
  await editConfiguration(stack, "proxy", "cat kept-tls.caddyfile.old > tls.caddyfile");
  await restart(stack, "proxy");
}
