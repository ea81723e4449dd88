import type { CheckId } from "../../src/operations/try/check.ts";

/** Settings that `try` must find fault with, where it finds it (`settings`: before anything is made), and part of what it says. */
export interface BrokenCase {
  readonly title: string;
  /** Lines of a stack file below `config:`. */
  readonly text: string;
  readonly at: CheckId | "settings";
  readonly says: string;
}

function at(where: BrokenCase["at"], ...rows: readonly (readonly [title: string, text: string, says: string])[]) {
  return rows.map(([title, text, says]): BrokenCase => ({ title, text, at: where, says }));
}

const named = (lines: string) => `chatkeep:serverName: team.test\nchatkeep:tls: internal\n${lines}`;
const hatch = (options: string) => named(`chatkeep:homeserver: ${options}`);

/** Every broken configuration. */
export const brokenSettings: readonly BrokenCase[] = [
  ...at(
    "settings",
    ["no server name", "chatkeep:tls: internal", "chatkeep:serverName: expected a server name"],
    [
      "a server name in capitals",
      "chatkeep:serverName: Team.test\nchatkeep:tls: internal",
      "`team.test`, in lower case",
    ],
    ["too little memory", named("chatkeep:memory: 512 MiB"), "a size from 1 GiB"],
    ["an unknown setting", named("chatkeep:colour: red"), "there is no such setting"],
    ["a key twice", named("chatkeep:push: on\nchatkeep:push: off"), "a second time"],
    ["open registration", hatch("{ enable_registration: true }"), "an administrator allowed"],
    ["a further listener", hatch("{ listeners: [] }"), "only the proxy accepts connections"],
    ["a misspelt option of Synapse", hatch("{ max_avatar_sise: 5M }"), "Write `max_avatar_size`"],
    ["public certificates for a private name", "chatkeep:serverName: team.test", "ends in `.test`"],
    [
      "a certificate that is not there",
      "chatkeep:serverName: team.test\nchatkeep:tls: { mode: files, certificateFile: no.pem, keyFile: none.pem }",
      "there is no file no.pem",
    ],
    [
      "sign-in by QR code, without what it needs",
      hatch("{ experimental_features: { msc4108_enabled: true } }"),
      "an administrator allowed",
    ],
    ["a rule with a word of its own", hatch("{ alias_creation_rules: [{ action: perhaps }] }"), "`allow` or `deny`"],
    [
      "templates from nowhere",
      hatch("{ templates: { custom_template_directory: /none } }"),
      "only Synapse's and chatkeep's code",
    ],
    [
      "a limit that has a setting of its own",
      hatch("{ media_upload_limits: [{ max_size: 5M }] }"),
      "Use `chatkeep:uploadQuota`",
    ],
    ["a room that is no alias", hatch("{ auto_join_rooms: [lobby] }"), "such as `#all:acme.example`"],
  ),
  ...at("parser", ["a room version no one knows", hatch('{ default_room_version: "99" }'), "99"]),
  ...at(
    "log-in",
    [
      "a server that is switched off",
      hatch("{ hs_disabled: true, hs_disabled_message: closed for the holidays }"),
      "closed",
    ],
    [
      "one sign-in an hour",
      hatch("{ rc_login: { address: { per_second: 0.0003, burst_count: 1 } } }"),
      "Too Many Requests",
    ],
  ),
  ...at(
    "message",
    ["invitations by administrators alone", hatch("{ block_non_admin_invites: true }"), "Invites have been disabled"],
    ["no new rooms", hatch("{ rc_room_creation: { per_second: 0.00001, burst_count: 0 } }"), "Too Many Requests"],
    ["no one joins", hatch("{ rc_joins: { local: { per_second: 0.00001, burst_count: 0 } } }"), "Too Many Requests"],
    ["no messages", hatch("{ rc_message: { per_second: 0.00001, burst_count: 0 } }"), "Too Many Requests"],
  ),
];
