import type { Json } from "../../../src/kinds/json.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { turnAddresses } from "../../../src/plan/services/turn.ts";
import { type plainOptions, plainSettingNames } from "../../../src/settings/homeserver/plain-settings.ts";

/** Where Synapse 1.163.2 keeps an effective value (synapse/config), and what that is to be. */
export type Effective = readonly [expression: string, expected: Json];

/** Where it keeps each plain setting. */
const keptAt: Readonly<Record<keyof typeof plainOptions, string>> = {
  memberSearch: "userdirectory.user_directory_search_all_users",
  dehydratedDevices: "experimental.msc3814_enabled",
};

/** What chatkeep promises of every server, whatever the escape hatch says. */
export function promised({ homeserver }: Plan, signingKeyId: string): readonly Effective[] {
  const resources = homeserver.federation.mode === "closed" ? ["client"] : ["client", "federation"];
  return [
    ["registration.enable_registration", homeserver.registration === "token"],
    ["registration.registration_requires_token", true],
    ["registration.enable_registration_without_verification", false],
    ["registration.enable_registration_token_3pid_bypass", false],
    ["registration.registration_shared_secret", null],
    ["registration.allow_guest_access", false],
    ["registration.account_threepid_delegate_msisdn", null],
    ["registration.bcrypt_rounds >= 12", true],
    ["captcha.enable_registration_captcha", false],
    ["auth.login_via_existing_require_ui_auth", true],
    ["auth.password_policy['minimum_length']", 12],
    ["len(auth.password_pepper) >= 43", true],
    [
      "[[l.port, l.type, l.tls, l.bind_addresses, l.http_options.x_forwarded, l.http_options.additional_resources, [list(r.names) for r in l.http_options.resources]] for l in server.listeners]",
      [[8008, "http", false, ["0.0.0.0"], true, {}, [resources]]],
    ],
    [
      "[worker.worker_app, worker.worker_listeners, redis.redis_enabled, worker.run_background_tasks]",
      [null, [], false, true],
    ],
    ["[key.signing_key[0].alg + ':' + key.signing_key[0].version, len(key.signing_key)]", [signingKeyId, 1]],
    ["[len(key.macaroon_secret_key), len(key.form_secret)]", [43, 43]],
    ["tls.federation_verify_certificates", true],
    ["tls.federation_certificate_verification_whitelist", []],
    ["bool(tls.use_insecure_ssl_client_just_for_testing_do_not_use)", false],
    ["tls.federation_client_minimum_tls_version in ('1.2', '1.3')", true],
    ["[email.enable_smtp_tls, email.require_transport_security or not email.can_verify_email]", [true, true]],
    [blocks("server.ip_range_blocklist"), true],
    [blocks("server.federation_ip_range_blocklist"), true],
    ["[list(server.ip_range_allowlist), list(server.federation_ip_range_allowlist or [])]", [[], []]],
    [
      "[server.proxy_config.http_proxy, server.proxy_config.https_proxy, media.url_preview_enabled]",
      [null, null, false],
    ],
    [
      "[[each.__name__ for each, _ in modules.loaded_modules], authproviders.password_providers, media.media_storage_providers]",
      [["Uploads"], [], []],
    ],
    [
      "[server.presence_router_module_class, server.custom_template_directory, sso.sso_template_dir]",
      [null, null, null],
    ],
    [
      "[consent.user_consent_template_dir, list(oidc.oidc_providers), bool(cas.cas_enabled), jwt.jwt_enabled]",
      [null, [], false, false],
    ],
    [
      "[metrics.report_stats, metrics.metrics_port, metrics.sentry_enabled, tracing.opentracer_enabled]",
      [false, null, false, false],
    ],
    ["push.push_include_content", false],
    ["len(room.encryption_enabled_by_default_for_room_presets)", 3],
    ["server.require_auth_for_profile_requests", true],
    ["[server.allow_public_rooms_without_auth, server.allow_public_rooms_over_federation]", [false, false]],
  ];
}

/** What follows from the settings, beside the promises. */
export function decided({ serverName, baseUrl, homeserver, turn }: Plan): readonly Effective[] {
  const { federation, messageRetention: kept } = homeserver;
  const closed = federation.mode === "closed";
  return [
    ["server.server_name", serverName],
    ["server.public_baseurl", `${baseUrl}/`],
    ["server.admin_contact", homeserver.adminContact],
    ["media.max_upload_size", homeserver.uploadSize],
    ["media.max_image_pixels", homeserver.picturePixels],
    ["media.media_retention_local_media_lifetime_ms", homeserver.mediaRetention.local],
    ["media.media_retention_remote_media_lifetime_ms", homeserver.mediaRetention.remote],
    [
      "[retention.retention_enabled, retention.retention_default_max_lifetime, retention.retention_allowed_lifetime_max]",
      [kept !== null, kept, kept],
    ],
    ["push.enable_push", homeserver.push],
    ...plainSettingNames.map((name): Effective => [keptAt[name], homeserver[name]]),
    ["[voip.turn_uris, len(voip.turn_shared_secret or '')]", turn === null ? [[], 0] : [turnAddresses(turn), 43]],
    ["caches.global_factor", homeserver.cacheFactor],
    ["caches.cache_autotuning['max_cache_memory_usage']", homeserver.cacheBytes],
    [
      "None if federation.federation_domain_whitelist is None else sorted(federation.federation_domain_whitelist)",
      federation.mode === "open" ? null : closed ? [] : [...federation.servers].sort(),
    ],
    ...talksTo(federation),
    ["worker.send_federation", !closed],
    ["[each.server_name for each in key.key_servers]", federation.mode === "open" ? ["matrix.org"] : []],
    [
      "sorted([id, key.expired] for id, key in key.old_signing_keys.items())",
      homeserver.retiredSigningKeys
        .map(({ keyId, expired }) => [keyId, expired] as const)
        .sort(([one], [other]) => (one < other ? -1 : 1)),
    ],
  ];
}

/** The servers that Synapse says it would federate with: none with an empty list, all without a list. */
function talksTo(federation: Plan["homeserver"]["federation"]): readonly Effective[] {
  const listed = federation.mode === "allowlist" ? federation.servers : [];
  const allowed = "federation.is_domain_allowed_according_to_federation_whitelist";
  const expected = [...listed.map(() => true), federation.mode === "open"];
  return [[`[${allowed}(each) for each in ${JSON.stringify([...listed, "not-listed.invalid"])}]`, expected]];
}

/** Whether a list of addresses blocks all that Synapse ships with, and what it leaves out. */
function blocks(list: string): string {
  const shipped = '__import__("synapse.config.server").config.server.DEFAULT_IP_RANGE_BLOCKLIST';
  return `all(range in ${list} for range in [*${shipped}, "0.0.0.0/8", "240.0.0.0/4", "::"])`;
}
