import type { MockResourceArgs } from "@pulumi/pulumi/runtime/mocks.js";
import { loggedServices, whyNoContainer } from "../../src/cli/running/logged-services.ts";
import { readTemplates } from "../../src/io/machine/program-files.ts";
import { parseMasterKey } from "../../src/keys/master-key.ts";
import { serverSecrets } from "../../src/keys/secrets.ts";
import { changesOnCleanState } from "../../src/operations/up/up.ts";
import { decidePlan } from "../../src/plan/decide.ts";
import { imageTable } from "../../src/plan/images/versions.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { serviceDefinitions } from "../../src/plan/services/all.ts";
import type { ServiceDefinition } from "../../src/plan/services/definition.ts";
import { dataRoles, volumeRoles } from "../../src/plan/services/volumes.ts";
import { digestFiles } from "../../src/render/digest.ts";
import { templateAt } from "../../src/render/fill.ts";
import { renderFiles } from "../../src/render/render.ts";
import { renderSecretFiles } from "../../src/render/secret-files.ts";
import { nothingIssued } from "../../src/render/secrets.ts";
import type { ServiceRenderer } from "../../src/render/services/renderer.ts";
import { serviceRenderers } from "../../src/render/services/renderers.ts";
import { exampleSettings } from "../plan/example-settings.ts";
import { declareStack } from "../support/stack/declared.ts";

/** A service that there is in this test alone: no value of its is another service's. */
export const notes: ServiceDefinition = {
  name: "notes",
  component: "chatkeep:server:Notes",
  optional: { isWanted: ({ push }) => push, howToHaveIt: "There are no notes. Write `chatkeep:push: on`" },
  needs: ["synapse"],
  image: { ...imageTable.caddy, uid: 20_001, gid: 20_002 },
  reference: ({ imageSource }) => `registry.example/notes:${imageSource}`,
  memory: { kind: "fixed", mebibytes: () => 101 },
  processes: ({ processors }) => 70 + processors,
  openFiles: 55,
  sharedMemoryMebibytes: 33,
  capabilities: ["CAP_KILL"],
  temporaryFolders: { "/scratch": "size=3m" },
  dataFolder: "/notes",
  holdsPeoplesData: true,
  reads: [{ volume: "certificates", folder: "/certificates", isWanted: () => true }],
  writes: [{ volume: "clippings", folder: "/clippings", isWanted: ({ push }) => push }],
  secretFiles: ["word"],
  hostFolders: () => [],
  secretPurposes: () => ["formSecret"],
  trustsAuthorities: true,
  networks: () => ["edge"],
  ports: ({ bindAddress }) =>
    bindAddress.map((address) => ({ internal: 80, external: 9_999, address, protocol: "tcp" })),
  egress: () => [{ to: "notes.example.net", port: 443, why: "notes" }],
  stopSignal: "SIGINT",
  graceSeconds: 17,
  startSeconds: 18,
};

const renderers: Readonly<Record<string, ServiceRenderer>> = {
  ...serviceRenderers,
  notes: {
    files: ({ templates }) => [{ path: "health.sh", text: templateAt(templates, "health.sh") }],
    secretFiles: ({ secrets }) => [{ path: "word", text: secrets.formSecret }],
  },
};

const wish = { calls: "on", addresses: { ipv4: "203.0.113.7" } };

/** All that shows of it: in the plan, files, digests, the installer and its own container, in what is announced, logged and swept. */
export async function seenOf(definition: ServiceDefinition) {
  const definitions = [definition, ...serviceDefinitions];
  const plan = decidePlan("acme", exampleSettings(wish), definitions);
  const without = decidePlan("acme", exampleSettings({ ...wish, push: "off" }), definitions);
  const declared = await declareStack(plan, master, renderers);
  const { name } = definition;
  return {
    startOrder: Object.keys(plan.services),
    needs: plan.services[name]?.needs,
    egress: plan.services[name]?.egress,
    startOrderWithout: Object.keys(without.services),
    memory: Object.values(plan.services).map((each) => each.memoryMebibytes),
    protectedVolumes: Object.entries(plan.volumes).flatMap(([role, { protect }]) => (protect ? [role] : [])),
    dataRoles: dataRoles(definitions),
    volumeRoles: volumeRoles(definitions).filter((role) => !volumeRoles().includes(role)),
    ...rendered(plan),
    announced: changesOnCleanState(plan).flatMap(({ name: each }) => (isOf(name, each) ? [each] : [])),
    logs: loggedServices(definitions),
    whyNone: whyNoContainer(name, without, definitions),
    component: declared.find((each) => each.type.startsWith("chatkeep:") && each.name === name)?.type,
    container: inputsOf(declared, name),
    mounts: inputsOf(declared, "installer-")?.volumes.filter(({ volumeName }: Mount) => isOf(name, volumeName)),
    uploads: uploadsIn(inputsOf(declared, "installer-")?.uploads).filter((file) => file.startsWith(`/in/${name}/`)),
  };
}

interface Mount {
  readonly volumeName: string;
}

interface Upload {
  readonly file?: string;
  readonly value?: { readonly file: string };
}

const master = parseMasterKey("A".repeat(43)) ?? never();

function never(): never {
  throw new Error("that is a key");
}

function rendered(plan: Plan) {
  const [now, renewed] = [plan, { ...plan, epochs: { formSecret: 1 } }].map(digestsOf);
  const manifest = now?.installer.find(({ path }) => path === "manifest")?.text ?? "";
  return {
    manifest: manifest.split("\n").filter((line) => / notes |clippings|certificates/.test(line)),
    digest: now?.services.notes,
    renewed: Object.keys(now?.services ?? {}).filter((each) => now?.services[each] !== renewed?.services[each]),
  };
}

function digestsOf(plan: Plan) {
  const files = renderFiles(plan, readTemplates(), null, renderers);
  const secrets = serverSecrets(master, plan.epochs);
  const secretFiles = renderSecretFiles(plan, readTemplates(), secrets, nothingIssued, renderers);
  return digestFiles(plan, files, secretFiles, master.id());
}

/** One secret among them makes a secret of them all, which travels in an object (pulumi/sdk/go/common/resource, SigKey). */
function uploadsIn(uploads: readonly Upload[] | { readonly value: readonly Upload[] } = []): readonly string[] {
  return ("value" in uploads ? uploads.value : uploads).map((each) => each.file ?? each.value?.file ?? "");
}

function isOf(name: string, thing: string): boolean {
  return thing.endsWith(`-${name}`) || thing.endsWith("-clippings");
}

function inputsOf(declared: readonly MockResourceArgs[], name: string): MockResourceArgs["inputs"] | undefined {
  return declared.find((each) => each.type === "docker:index/container:Container" && each.name.startsWith(name))
    ?.inputs;
}
