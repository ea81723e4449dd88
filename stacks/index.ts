import * as pulumi from "@pulumi/pulumi";
import { engineAddress } from "../src/io/docker/engine-address.ts";
import { pathsOf } from "../src/io/machine/paths.ts";
import { readBesideStackFile, readTemplates, readTextIfThere } from "../src/io/machine/program-files.ts";
import { parseMasterKey } from "../src/keys/master-key.ts";
import { decidePlan } from "../src/plan/decide.ts";
import { digestFiles } from "../src/render/digest.ts";
import { renderFiles } from "../src/render/render.ts";
import { renderSecretFiles } from "../src/render/secret-files.ts";
import { Homeserver } from "./components/homeserver.ts";
import { silenceDebugMessages } from "./debug-messages.ts";
import { declareDns, missingSecret } from "./declare-dns.ts";
import { readIssuedSecrets, readServerSecrets } from "./issued-secrets.ts";
import { readSettings } from "./read-settings.ts";

silenceDebugMessages();
const configured = pulumi.runtime.allConfig();
const stack = pulumi.getStack();
const settings = readSettings(stack, configured);
const master = parseMasterKey(configured["chatkeep:masterKey"] ?? "");
if (master === null) throw missingSecret("masterKey", stack);

const plan = decidePlan(stack, settings);
const templates = readTemplates();
const certificate = settings.tls.mode === "files" ? readBesideStackFile(settings.tls.certificateFile) : null;
const files = renderFiles(plan, templates, certificate);
const issued = readIssuedSecrets(settings, configured, master);
const secrets = readServerSecrets(settings, configured, master);
const secretFiles = renderSecretFiles(plan, templates, secrets, issued);
const digests = digestFiles(plan, files, secretFiles, master.id());
if (plan.dns.provider !== "none") await declareDns(plan, configured["chatkeep:cloudflareToken"]);
const adopted: readonly string[] = JSON.parse(readTextIfThere(pathsOf(stack, process.env).adoptedVolumes) ?? "[]");
const engine = engineAddress(process.env);
new Homeserver("homeserver", { plan, files, secretFiles, digests, adopted, engine });

export const { baseUrl: url, serverName } = plan;
export const configuration = digests.whole;
