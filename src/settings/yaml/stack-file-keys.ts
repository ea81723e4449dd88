import { type Document, isMap, isNode, isPair, type YAMLMap } from "yaml";
import type { Problem } from "../../errors.ts";
import { definitions } from "../definitions.ts";
import { secretKeys } from "../issued-secrets.ts";
import { nearest } from "../nearest.ts";
import { oneOf, quote } from "../wording.ts";
import type { Report } from "./yaml-problems.ts";

/** What Pulumi keeps in a stack file (pulumi.com/docs/iac/concepts/projects/stack-settings-file), and may be read from one. */
const stackFileKeys = ["config", "encryptionsalt"] as const;

/** A key of a stack file. */
export type StackFileKey = (typeof stackFileKeys)[number];

/** Keys beside `config:` with which Pulumi would read settings, and secrets, from another place. */
const fromElsewhere: Readonly<Record<string, string>> = {
  secretsprovider: "another service would have the key to this stack's secrets",
  encryptedkey: "another service would have the key to this stack's secrets",
  environment: "settings would come from another place",
};

/** The one setting of Pulumi's own that changes nothing about where things go. */
const harmless = "pulumi:tags";

/** What to do instead of a setting of another namespace that decides where secrets are sent. */
const instead: Readonly<Record<string, string>> = {
  docker: "Delete it: set DOCKER_HOST in your environment to choose the engine",
  cloudflare: "Delete it: the token is `chatkeep:cloudflareToken`, which `npx chatkeep up` asks for and encrypts",
  pulumi: `Delete it: of Pulumi's own settings, only \`${harmless}\` is allowed here`,
};

/** Keys beside `config:` that are not Pulumi's, or that would have it read from elsewhere. */
export function topLevelProblems({ contents }: Document, report: Report): readonly Problem[] {
  return keysOf(contents).flatMap(({ key, offset }) => {
    if (stackFileKeys.some((each) => each === key)) return [];
    const taken = Object.hasOwn(fromElsewhere, key) ? fromElsewhere[key] : undefined;
    if (taken !== undefined) return [report(offset, quote(key), taken, "Delete it.")];
    return [report(offset, quote(key), "a stack file has no such key", `${adviseTopLevel(key)}.`)];
  });
}

function adviseTopLevel(key: string): string {
  const setting = settingIn(key);
  if (setting !== null) return `Write \`${setting}\` below \`config:\`, indented`;
  const meant = nearest(key, stackFileKeys);
  return meant === null ? `Delete it: the keys here are ${oneOf(stackFileKeys)}` : `Write ${quote(meant)}`;
}

/** Keys under `config:` that are not ours. */
export function configProblems(config: YAMLMap | null, report: Report): readonly Problem[] {
  return keysOf(config).flatMap(({ key, offset }) => {
    const wrong = judgeKey(key);
    return wrong === null ? [] : [report(offset, quote(key), wrong.found, wrong.write)];
  });
}

/** What is wrong with a setting's whole key, namespace included; null when it is ours. */
export function judgeKey(key: string): Pick<Problem, "found" | "write"> | null {
  const [namespace = "", ...rest] = key.split(":");
  if (key === harmless || (namespace === "chatkeep" && rest.length === 1)) return null;
  const advice = rest.length === 1 && Object.hasOwn(instead, namespace) ? instead[namespace] : undefined;
  if (advice !== undefined)
    return { found: "a settings file must not decide where secrets are sent", write: `${advice}.` };
  const found = key.includes(":") ? "no program of chatkeep reads this" : "the namespace is missing";
  return { found, write: `${adviseConfig(key)}.` };
}

function adviseConfig(key: string): string {
  const setting = settingIn(key);
  return setting === null ? "Delete it: settings begin with `chatkeep:`" : `Write \`${setting}\``;
}

/** The setting that a key without the right namespace stands for, with it; null when none comes close. */
function settingIn(key: string): string | null {
  const meant = nearest(key.split(":").at(-1) ?? "", [...Object.keys(definitions), ...secretKeys]);
  return meant === null ? null : `chatkeep:${meant}`;
}

interface Key {
  readonly key: string;
  readonly offset: number | undefined;
}

function keysOf(node: unknown): readonly Key[] {
  if (!isMap(node)) return [];
  return node.items.flatMap((item) => {
    if (!isPair(item)) return [];
    return [{ key: String(item.key), offset: isNode(item.key) ? item.key.range?.[0] : undefined }];
  });
}
