import * as pulumi from "@pulumi/pulumi";
import { readBesideStackFile } from "../src/io/machine/program-files.ts";
import type { MasterKey } from "../src/keys/master-key.ts";
import { Secret } from "../src/kinds/secret.ts";
import type { IssuedSecrets } from "../src/render/secrets.ts";
import { parseCloudflareToken } from "../src/settings/cloudflare-token.ts";
import type { TlsSettings } from "../src/settings/settings.ts";
import { missingSecret } from "./declare-dns.ts";

/** What others issued and this server's certificates need. `settings` are Pulumi's, with their namespaces. */
export function issuedSecrets(
  tls: TlsSettings,
  settings: Readonly<Record<string, string>>,
  master: MasterKey,
): IssuedSecrets {
  return {
    certificateKey: tls.mode === "files" ? new Secret(readBesideStackFile(tls.keyFile)) : null,
    cloudflareToken: tls.mode === "acme" && tls.challenge === "dns" ? readToken(settings, master) : null,
  };
}

function readToken(settings: Readonly<Record<string, string>>, master: MasterKey): IssuedSecrets["cloudflareToken"] {
  const written = settings["chatkeep:cloudflareToken"];
  if (written === undefined) throw missingSecret("cloudflareToken", pulumi.getStack());
  const text = parseCloudflareToken(written);
  if (text !== null) return { text, mark: master.markOf(text) };
  throw new pulumi.RunError(
    "chatkeep:cloudflareToken is not a Cloudflare API token. Set it:  pulumi config set --secret chatkeep:cloudflareToken",
  );
}
