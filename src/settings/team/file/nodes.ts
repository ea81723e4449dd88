import { isAlias, isMap, isNode, isPair, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import type { SettingPath } from "../../yaml/settings-source.ts";

/** What a node says, without following aliases: those, and nothing at all, are null. */
export function plainOf(node: unknown): unknown {
  if (isMap(node)) {
    const pairs = node.items.filter(isPair).flatMap(({ key, value }): (readonly [string, unknown])[] => {
      return isScalar(key) && typeof key.value === "string" && key.value !== "<<" ? [[key.value, plainOf(value)]] : [];
    });
    return Object.fromEntries(pairs);
  }
  if (isSeq(node)) return node.items.map(plainOf);
  return isScalar(node) && node.value !== "" ? node.value : null;
}

/** Where the closest written thing to a path begins: the text, or for groups, lists and nothing, their name. */
export function offsetOf(contents: unknown, path: SettingPath, at: "name" | undefined): number | undefined {
  let [node, offset]: [unknown, number | undefined] = [contents, undefined];
  for (const [index, part] of path.entries()) {
    const child = childOf(node, part);
    if (child === null) break;
    const isName = at === "name" && index === path.length - 1;
    offset = (isName ? child.name : begin(child)) ?? offset;
    node = child.node;
  }
  return offset;
}

interface Child {
  readonly node: unknown;
  /** Where its name begins; undefined in a list. */
  readonly name: number | undefined;
}

function childOf(node: unknown, part: string | number): Child | null {
  if (isMap(node)) {
    const pair = pairsOf(node).get(String(part));
    return pair === undefined ? null : { node: pair.value, name: startOf(pair.key) };
  }
  if (!isSeq(node)) return null;
  const item: unknown = node.items[Number(part)];
  return item === undefined ? null : { node: item, name: undefined };
}

/** Looked up for each complaint, of which a bad file can have as many as lines. */
const indexes = new WeakMap<YAMLMap, ReadonlyMap<string, Pair>>();

function pairsOf(map: YAMLMap): ReadonlyMap<string, Pair> {
  const known = indexes.get(map);
  if (known !== undefined) return known;
  const named = map.items.flatMap((pair) =>
    isPair(pair) && isScalar(pair.key) ? [[String(pair.key.value), pair] as const] : [],
  );
  const index = new Map(named.toReversed()); // the first of a name wins
  indexes.set(map, index);
  return index;
}

function begin({ node, name }: Child): number | undefined {
  const isText = isAlias(node) || (isScalar(node) && node.value !== "" && node.value !== null);
  return isText || name === undefined ? (startOf(node) ?? name) : name;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
