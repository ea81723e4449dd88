import { type Document, isMap, isNode, isPair, type YAMLMap } from "yaml";
import type { Problem } from "../errors.ts";
import { nearest } from "./nearest.ts";
import { secretKeys, settings } from "./settings.ts";
import { oneOf, quote } from "./wording.ts";
import type { Report } from "./yaml-problems.ts";

/** What Pulumi keeps in a stack file (pulumi.com/docs/iac/concepts/projects/stack-settings-file). */
const stackFileKeys = ["config", "encryptionsalt", "secretsprovider", "encryptedkey", "environment"] as const;

/** A key of a stack file. */
export type StackFileKey = (typeof stackFileKeys)[number];

/** Whose settings may stand under `config:`: ours, the providers' that the program uses, and Pulumi's own. */
const namespaces = ["chatkeep", "docker", "cloudflare", "pulumi"] as const;

/** Keys beside `config:` that are not Pulumi's. */
export function topLevelProblems({ contents }: Document, report: Report): readonly Problem[] {
  return keysOf(contents).flatMap(({ key, offset }) => {
    if (stackFileKeys.some((each) => each === key)) return [];
    return [report(offset, quote(key), "there is no such key in a stack file", `${adviseTopLevel(key)}.`)];
  });
}

function adviseTopLevel(key: string): string {
  const setting = settingIn(key);
  if (setting !== null) return `Write \`${setting}\` below \`config:\`, indented`;
  const meant = nearest(key, stackFileKeys);
  return meant === null ? `Delete it: the keys here are ${oneOf(stackFileKeys)}` : `Write ${quote(meant)}`;
}

/** Keys under `config:` that belong to nobody. */
export function configProblems(config: YAMLMap | null, report: Report): readonly Problem[] {
  return keysOf(config).flatMap(({ key, offset }) => {
    const [namespace, ...rest] = key.split(":");
    if (rest.length === 1 && namespaces.some((each) => each === namespace)) return [];
    return [report(offset, quote(key), problemOf(key), `${adviseConfig(key)}.`)];
  });
}

function problemOf(key: string): string {
  return key.includes(":") ? "nothing here reads this" : "the namespace is missing";
}

function adviseConfig(key: string): string {
  const setting = settingIn(key);
  if (setting !== null) return `Write \`${setting}\``;
  return `Delete it: settings begin with ${oneOf(namespaces.map((each) => `${each}:`))}`;
}

/** The setting that a key without the right namespace stands for, with it; null when none comes close. */
function settingIn(key: string): string | null {
  const meant = nearest(key.split(":").at(-1) ?? "", [...Object.keys(settings), ...secretKeys]);
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
