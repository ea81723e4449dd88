import { type Document, isMap, isPair, isScalar, parseDocument, visit } from "yaml";

/** How a stack file's encrypted values change. */
export interface SecretsChange {
  /** Its new `encryptionsalt`. */
  readonly salt: string;
  /** Encrypted values by setting, without the namespace: these are put in, whatever was there. */
  readonly values: Readonly<Record<string, string>>;
  /** Encrypts another encrypted value for it; null for one that cannot be opened, which is left out. */
  readonly again: (secure: string) => string | null;
}

/** A stack file's text with all its secrets encrypted differently, and without generations, which a new master key begins again; all else stays. */
export function withSecrets(text: string, { salt, values, again }: SecretsChange): string {
  const document = parseDocument(text);
  encryptAgain(document, again);
  for (const [key, secure] of Object.entries(values))
    document.setIn(["config", `chatkeep:${key}`], document.createNode({ secure }));
  document.deleteIn(["config", "chatkeep:epochs"]);
  document.set("encryptionsalt", salt);
  return document.toString({ lineWidth: 0 });
}

/** Pulumi's salt in a stack file; null where it has none. */
export function saltIn(text: string): string | null {
  return /^encryptionsalt: *["']?([^\s"']+)/m.exec(text)?.[1] ?? null;
}

/** The encrypted text of one setting; null where there is none. */
export function secureIn(text: string, key: string): string | null {
  const secure = parseDocument(text).getIn(["config", `chatkeep:${key}`, "secure"]);
  return typeof secure === "string" ? secure : null;
}

function encryptAgain(document: Document, again: SecretsChange["again"]): void {
  const closed: (() => void)[] = [];
  visit(document, {
    Pair: (_, { key, value }, path) => {
      if (!isScalar(key) || key.value !== "secure" || !isScalar(value) || typeof value.value !== "string") return;
      const secure = again(value.value);
      if (secure === null) closed.push(() => leaveOut(path));
      else value.value = secure;
    },
  });
  for (const remove of closed) remove();
}

/** The setting that holds it, not only the value: what is left would be an empty group. */
function leaveOut(path: readonly unknown[]): void {
  const [map, pair] = [path.at(-3), path.at(-2)];
  if (isMap(map) && isPair(pair)) map.items = map.items.filter((item) => item !== pair);
}
