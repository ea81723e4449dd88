import { goneLeftOut, guestsLeftOut } from "./imported.ts";

/**
 * What a column may be called, in small letters without spaces and signs; of several in one table, the first here that has something in
 * a row counts. The lists of members that Slack, Google Workspace and Microsoft 365 write have these names.
 */
const names = {
  id: ["matrixid", "mxid", "username", "user", "login", "account", "handle", "id", "userid"],
  name: ["name", "fullname", "realname", "displayname"],
  first: ["firstname", "givenname"],
  last: ["lastname", "surname", "familyname"],
  email: ["email", "emailaddress", "mail", "emails", "userprincipalname"],
  role: ["role", "roles"],
  teams: ["teams", "team", "department", "departments", "group", "groups"],
  contacts: ["contacts", "contact", "phone", "telephone", "mobile", "phonenumber", "mobilephone"],
  status: ["status", "accountstatus"],
} as const;

/** What a column holds. */
export type Column = keyof typeof names;

/** The columns of a table that hold something, those that count most first. */
export function columnsFor(column: Column, table: readonly string[]): readonly string[] {
  return names[column].flatMap((name) => table.filter((each) => simple(each) === name));
}

/** Whether a roster has a place for what a column holds. */
export function isKnown(column: string): boolean {
  return Object.values(names).some((each) => each.some((name) => name === simple(column)));
}

/** Google Workspace writes `First Name [Required]`. */
function simple(column: string): string {
  return column
    .replace(/\[[^\]]*\]/g, "")
    .toLowerCase()
    .replace(/[^\p{L}]/gu, "");
}

/** Why an account of that status becomes no member; null where it does. */
export function reasonAgainstStatus(status: string | null): string | null {
  const word = status?.toLowerCase() ?? "";
  if (/^(deactivated|deleted|suspended|disabled|inactive|archived)$/.test(word)) return goneLeftOut;
  if (word === "bot") return "bots";
  return /\bguest$|^restricted$/.test(word) ? guestsLeftOut : null;
}

/** Slack has no other column that says it. */
export function isAdminStatus(status: string | null): boolean {
  return /^(admin|owner|(primary|workspace|org) (owner|admin))$/i.test(status ?? "");
}
