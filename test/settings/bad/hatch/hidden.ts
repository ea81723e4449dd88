import { at, cases, hatch } from "../case.ts";

/** The escape hatch, used against the guarantees where it is less seen: deep down, by odd values, under innocent names. */
export const hiddenHatchAttacks = [
  ...cases(
    "escape hatch: attacks deeper down",
    "refuses",
    [
      hatch("{ experimental_features: { msc3861: { enabled: true } } }"),
      at("experimental_features.msc3861"),
      "members sign in",
    ],
    [
      hatch("{ experimental_features: { admin_token: abc } }"),
      at("experimental_features.admin_token"),
      "no secret belongs",
    ],
    [
      hatch("{ experimental_features: { msc4108_enabled: true } }"),
      at("experimental_features.msc4108_enabled"),
      "write `false`",
    ],
    [
      hatch('{ experimental_features: { msc4388_mode: "open" } }'),
      at("experimental_features.msc4388_mode"),
      "an administrator allowed",
    ],
    [
      hatch("{ templates: { custom_template_directory: /data/media } }"),
      at("templates.custom_template_directory"),
      "only Synapse's and chatkeep's code",
    ],
    [hatch("{ sso: { template_dir: /data/media } }"), at("sso.template_dir"), "only Synapse's and chatkeep's code"],
    [
      hatch("{ user_consent: { template_dir: /data/media, version: 1 } }"),
      at("user_consent"),
      "only Synapse's and chatkeep's code",
    ],
    [
      hatch("{ account_validity: { account_renewed_html_path: ../../data/media/x } }"),
      at("account_validity.account_renewed_html_path"),
      "Synapse's own mails and pages are used",
    ],
    [
      hatch("{ email: { registration_template_html: x } }"),
      at("email.registration_template_html"),
      "Synapse's own mails and pages are used",
    ],
    [
      hatch("{ email: { enable_notifs: true } }"),
      at("email.enable_notifs"),
      "only members see what members write and who they are",
    ],
    [
      hatch("{ oembed: { additional_providers: [/cfg/synapse/x/secret.yaml] } }"),
      at("oembed.additional_providers"),
      "write `[]`",
    ],
    [
      hatch("{ auto_accept_invites: { worker_to_run_on: other } }"),
      at("auto_accept_invites.worker_to_run_on"),
      "one process serves a stack",
    ],
    [hatch(`{ experimental_features: ${"{ a: ".repeat(30)}1${" }".repeat(30)} }`), "chatkeep:homeserver", "at most 20"],
  ),
  ...cases(
    "escape hatch: attacks that a schema cannot see",
    "accepts",
    [hatch("{ email: { notif_from: a@b.example } }"), at("email"), "`require_transport_security: true`"],
    [
      hatch('{ default_power_level_content_override: { "__proto__": {} } }'),
      at("default_power_level_content_override.__proto__"),
      "not a valid name of an option",
    ],
    [hatch('{ bcrypt_rounds: "4" }'), at("bcrypt_rounds"), "`12` or more"],
    [
      hatch("{ matrix_rtc: { transports: [{ type: x, api_token: 5 }] } }"),
      at("matrix_rtc.transports[0].api_token"),
      "no secret belongs in this file",
    ],
    [
      hatch('{ default_power_level_content_override: { private_chat: { users: { "a": "\\ud800" } } } }'),
      at("default_power_level_content_override.private_chat.users.a"),
      "half a character",
    ],
  ),
  ...cases(
    "escape hatch: secrets under innocent names",
    "accepts",
    [hatch(`{ server_context: syt_${"made_up".repeat(4)} }`), at("server_context"), "looks like a secret"],
    [
      hatch(`{ hs_disabled_message: -----BEGIN ${"PRIVATE"} KEY----- }`),
      at("hs_disabled_message"),
      "looks like a secret",
    ],
    [
      hatch("{ web_client_location: https://u:madeup@chat.example }"),
      at("web_client_location"),
      "no secret belongs in this file",
    ],
    [
      hatch(`{ user_agent_suffix: ${"Made1Up2Text3Of4".repeat(2)}xyZ }`),
      at("user_agent_suffix"),
      "looks like a secret",
    ],
    [
      hatch(`{ caches: { per_cache_factors: { ${"Made1Up2Text3Of4".repeat(2)}xyZ: 1 } } }`),
      at("caches.per_cache_factors"),
      "looks like a secret",
    ],
    [
      hatch(`{ hs_disabled_message: ed25519 a_b ${"A1b".repeat(14)}c }`),
      at("hs_disabled_message"),
      "looks like a secret",
    ],
  ),
];
