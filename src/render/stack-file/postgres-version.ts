import { parseDocument } from "yaml";

/** A stack file's text with another major version of Postgres; all else stays, comments too. */
export function withPostgresVersion(text: string, major: number): string {
  const document = parseDocument(text);
  document.setIn(["config", "chatkeep:postgresVersion"], major);
  return document.toString({ lineWidth: 0 });
}
