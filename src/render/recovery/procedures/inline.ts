/** A stretch of a sentence: plain, to be typed, a label of an app, or a link to a page beside this one or to an address. */
export type Part =
  | { readonly kind: "text" | "code" | "label"; readonly text: string }
  | { readonly kind: "page"; readonly text: string; readonly id: string }
  | { readonly kind: "address"; readonly text: string; readonly address: string };

/** What stands for each name in braces: the parts that are said instead. */
export type Names = (name: string) => readonly Part[];

/** Reads a sentence of a procedure: `code`, “labels” and {names}. A name within code or a label is said as its text. */
export function partsOf(sentence: string, names: Names): readonly Part[] {
  return sentence.split(/(`[^`]+`|“[^”]+”|\{[^}]+\})/).flatMap((stretch): readonly Part[] => {
    if (stretch === "") return [];
    if (stretch.startsWith("`")) return [{ kind: "code", text: withNames(stretch.slice(1, -1), names) }];
    if (stretch.startsWith("{")) return names(stretch.slice(1, -1));
    return [{ kind: stretch.startsWith("“") ? "label" : "text", text: withNames(stretch, names) }];
  });
}

/** As plain text. Of a link the address is said: programs make a link of it again. */
export function inText(parts: readonly Part[]): string {
  return parts.map(partInText).join("");
}

function partInText(part: Part): string {
  if (part.kind !== "address" || part.address === `mailto:${part.text}`) return part.text;
  return part.address.replace(/\/$/, "").endsWith(part.text) ? part.address : `${part.text} (${part.address})`;
}

function withNames(stretch: string, names: Names): string {
  return stretch.replace(/\{([^}]+)\}/g, (_, name: string) => plain(names(name)));
}

function plain(parts: readonly Part[]): string {
  return parts.map(({ text }) => text).join("");
}

/** As HTML. */
export function inHtml(parts: readonly Part[]): string {
  return parts.map(partInHtml).join("");
}

function partInHtml(part: Part): string {
  const text = escapeHtml(part.text);
  switch (part.kind) {
    case "text":
      return text;
    case "code":
      return `<code>${text}</code>`;
    case "label":
      return `<b>${text}</b>`;
    case "page":
      return `<a href="${part.id}.html">${text}</a>`;
    case "address":
      return `<a href="${escapeHtml(part.address)}" rel="noreferrer">${text}</a>`;
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (letter) => `&#${letter.charCodeAt(0)};`);
}

/** As Markdown (CommonMark). */
export function inMarkdown(parts: readonly Part[]): string {
  return parts.map(partInMarkdown).join("");
}

function partInMarkdown(part: Part): string {
  const text = part.text.replace(/[\\`*_[\]<>]/g, "\\$&");
  switch (part.kind) {
    case "text":
      return text;
    case "code":
      return `\`${part.text}\``;
    case "label":
      return `**${text}**`;
    case "page":
      return `[${text}](${part.id}.md)`;
    case "address":
      return `[${text}](<${part.address}>)`;
  }
}
