import { createHash } from "node:crypto";
import { Eta } from "eta/core";
import type { Plan } from "../../../plan/plan.ts";
import type { Templates } from "../../files.ts";
import { templateAt } from "../../fill.ts";
import { procedures } from "./all.ts";
import { inHtml, inMarkdown, type Names, type Part, partsOf } from "./inline.ts";
import { aboutPages } from "./labels.ts";
import type { Client, Keeper, Procedure, ProcedureStep, Told, Words } from "./procedure.ts";

/** One page for members in both its forms; `id` is its name without an ending. */
export interface ProcedurePage {
  readonly id: string;
  readonly html: string;
  readonly markdown: string;
}

const html = new Eta({ autoTrim: [false, "nl"] });
const markdown = new Eta({ autoTrim: [false, "nl"], autoEscape: false });

const headings: Readonly<Record<string, string>> = {
  "element-x": "Element X, on a phone",
  element: "Element, on a computer or in a browser",
  paper: "On paper",
  bitwarden: "In Bitwarden",
  "1password": "In 1Password",
  keepassxc: "In KeePassXC",
} satisfies Record<Client | Keeper, string>;

/** The index and a page for each procedure, for this server. Each HTML page is one file that loads nothing. */
export function renderProcedures(plan: Plan, templates: Templates): readonly ProcedurePage[] {
  const style = templateAt(templates, "recovery/procedures/style.css");
  const names = namesFor(plan);
  const write = (eta: Eta, ending: "html" | "md", name: string, values: object) => {
    const fill = (part: string, given: object) =>
      eta.renderString(templateAt(templates, `recovery/procedures/${part}.${ending}`), given);
    return fill("frame", { ...values, style, content: fill(name, values) });
  };
  const forms = (name: string, values: (say: Say) => object) => ({
    html: write(html, "html", name, values(inHtml)),
    markdown: write(markdown, "md", name, values(inMarkdown)),
  });
  return [
    { id: "index", ...forms("index", (say) => indexValues(plan, speaker(say, names))) },
    ...procedures.map((procedure) => ({
      id: procedure.id,
      ...forms("page", (say) => pageValues(plan, procedure, speaker(say, names))),
    })),
  ];
}

/** What browsers may do with the HTML pages: apply the style that is in them, and nothing else (Content Security Policy Level 3, hash sources). */
export function proceduresPolicy(templates: Templates): string {
  const style = templateAt(templates, "recovery/procedures/style.css");
  const hash = createHash("sha256").update(style).digest("base64");
  return [
    "default-src 'none'",
    `style-src 'sha256-${hash}'`,
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join("; ");
}

type Say = (parts: readonly Part[]) => string;
type Speak = (sentence: string) => string;

function speaker(say: Say, names: Names): Speak {
  return (sentence) => say(partsOf(sentence, names));
}

function indexValues({ serverName }: Plan, speak: Speak): object {
  return {
    name: speak(`Keys and recovery at ${serverName}`),
    title: speak(`Keys and recovery at ${serverName}`),
    above: speak("{front page}"),
    when: "What to do with the keys to your messages, step by step.",
    pages: procedures.map(({ id, when }) => ({ link: speak(`{${id}}`), when: speak(when) })),
    help: speak("{help}"),
    about: aboutPages.map(speak),
  };
}

function pageValues({ serverName }: Plan, procedure: Procedure, speak: Speak): object {
  const { title, when, before, steps, after } = procedure;
  return {
    name: `${speak(title)} - ${speak(serverName)}`,
    title: speak(title),
    above: speak("{index}"),
    when: speak(when),
    before: before.map(speak),
    steps: steps.map((step, at) => ({ number: at + 1, ...stepValues(step, speak) })),
    after: after.map(speak),
    help: speak("{help}"),
    about: aboutPages.map(speak),
  };
}

function stepValues({ id, title, does, onlyIf, words }: ProcedureStep, speak: Speak): object {
  return {
    id,
    title: speak(title),
    notes: [
      ...(onlyIf === null ? [] : [speak(`${onlyIf}.`)]),
      ...(does === null ? ["Not tried by us: only a screen, paper or another person shows whether it is done."] : []),
    ],
    lines: "anywhere" in words ? words.anywhere.map(speak) : [],
    ways: waysOf(words, speak),
  };
}

function waysOf(words: Words, speak: Speak): readonly object[] {
  if ("anywhere" in words) return [];
  return Object.entries<Told>(words).map(([where, told]) => {
    return { heading: headings[where], lines: ("cannot" in told ? told.cannot : told).map(speak) };
  });
}

/** What the names in braces mean on this server. */
function namesFor({ baseUrl, serverName, homeserver: { adminContact } }: Plan): Names {
  const link = (address: string, text: string): readonly Part[] => [{ kind: "address", text, address }];
  const known: Readonly<Record<string, readonly Part[]>> = {
    "front page": link(`${baseUrl}/`, `${baseUrl}/`),
    server: link(baseUrl, baseUrl),
    "devices page": link(`${baseUrl}/devices`, `${baseUrl}/devices`),
    "password page": link(`${baseUrl}/password`, `${baseUrl}/password`),
    "user ID": [{ kind: "text", text: `@you:${serverName}` }],
    index: [{ kind: "page", text: `Keys and recovery at ${serverName}`, id: "index" }],
    help: helpParts(adminContact),
    ...Object.fromEntries(procedures.map(({ id, title }) => [id, [{ kind: "page", text: title, id }]] as const)),
  };
  return (name) => {
    const parts = known[name];
    if (parts === undefined) throw new Error(`no procedure says what {${name}} is`);
    return parts;
  };
}

function helpParts(adminContact: string | null): readonly Part[] {
  const rest = " They never need your password or your recovery key.";
  if (adminContact === null) return [{ kind: "text", text: `Ask the person who gave you your account.${rest}` }];
  return [
    { kind: "text", text: "Ask the operator of this server: " },
    { kind: "address", text: adminContact.replace(/^mailto:/, ""), address: adminContact },
    { kind: "text", text: `.${rest}` },
  ];
}
