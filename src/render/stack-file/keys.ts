import { type Document, isMap, isSeq, parseDocument } from "yaml";

/** A retired signing key as the stack file writes it. */
interface Retired {
  readonly keyId: string;
  readonly publicKey: string;
  readonly expired: number;
}

/** A stack file's text with other generations of secrets, by purpose; all else stays, comments too. */
export function withEpochs(text: string, epochs: Readonly<Record<string, number>>): string {
  return edited(text, (document) => {
    for (const [purpose, epoch] of Object.entries(epochs))
      document.setIn(["config", "chatkeep:epochs", purpose], epoch);
  });
}

/** The same with a retired signing key: at the end of their list, or with another time where it is in it. */
export function withRetiredKey(text: string, key: Retired): string {
  const path = ["config", "chatkeep:retiredSigningKeys"];
  return edited(text, (document) => {
    const list = document.getIn(path);
    if (!isSeq(list)) return document.setIn(path, document.createNode([key]));
    const at = list.items.findIndex((item) => isMap(item) && item.get("keyId") === key.keyId);
    if (at === -1) return document.addIn(path, document.createNode(key));
    return document.setIn([...path, at, "expired"], key.expired);
  });
}

function edited(text: string, edit: (document: Document) => void): string {
  const document = parseDocument(text);
  edit(document);
  return document.toString({ lineWidth: 0 });
}
