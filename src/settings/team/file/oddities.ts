import { type Document, isAlias, isCollection, isMap, isPair, isScalar, type Node, visit } from "yaml";
import type { Problem } from "../../../errors.ts";
import { quote } from "../../wording.ts";
import type { Report } from "../../yaml/yaml-problems.ts";

/** What YAML allows and a roster does not: anchors, aliases, tags, merges, names that stand twice or are no text. */
export function oddities(document: Document, report: Report): readonly Problem[] {
  const problems: Problem[] = [];
  visit(document, {
    Node: (_, node) => void problems.push(...oddNode(node, report)),
  });
  return problems;
}

/** Where aliases stand. */
export function aliasOffsets(document: Document): ReadonlySet<number> {
  const offsets = new Set<number>();
  visit(document, { Alias: (_, { range }) => void (range && offsets.add(range[0])) });
  return offsets;
}

function oddNode(node: Node, report: Report): readonly Problem[] {
  const at = (found: string, write: string) => report(node.range?.[0], "YAML", found, write);
  if (isAlias(node)) return [at("an alias is used here", "Write the value itself.")];
  const found: Problem[] = [];
  if (node.anchor !== undefined) found.push(at("an anchor is used here", "Delete the word that begins with `&`."));
  if (node.tag !== undefined) found.push(at("a tag is used here", "Delete the word that begins with `!`."));
  return [...found, ...oddNames(node, report)];
}

function oddNames(node: Node, report: Report): readonly Problem[] {
  if (!isMap(node)) return [];
  const seen = new Set<string>();
  return node.items.filter(isPair).flatMap(({ key }) => {
    const offset = isScalar(key) || isCollection(key) || isAlias(key) ? key.range?.[0] : undefined;
    if (!isScalar(key) || typeof key.value !== "string") {
      return isAlias(key) ? [] : [report(offset, "YAML", "a name is not text", "Write the name as plain text.")];
    }
    if (key.value === "<<")
      return [report(offset, "YAML", "a merge (`<<`) is used here", "Write the values themselves.")];
    const isFirst = !seen.has(key.value);
    seen.add(key.value);
    if (isFirst) return [];
    return [report(offset, "YAML", `${quote(key.value)} appears a second time`, "Delete one of the two.")];
  });
}
