import { atMost, type Guard, only, refuse } from "./guarantees.ts";
import { homeserverOptions } from "./options.ts";
import { plainOptions, plainSettingNames } from "./plain-settings.ts";

const useSetting = (key: string) => `Use \`chatkeep:${key}\`.`;
const noSecret = "Delete it: no secret belongs in this file.";
const oneProcess = "Delete it: one process serves a stack.";
const noSignIn = "Delete it: members sign in with a password of this server.";
const noMailer = "Delete it: Synapse's own mails and pages are used.";
const noIdentityServer = "Delete it: no identity server is used.";
const decided = "Delete it: chatkeep writes this itself.";

/** Templates of mails and their pages (synapse/config/emailconfig.py): files that Synapse would run as Jinja. */
const mailTemplates = Object.keys(homeserverOptions.email ?? {}).filter((name) => /_template_/.test(name));

/** Every option that could break a guarantee (Synapse 1.163.2, configuration manual and synapse/config). */
export const guards: readonly Guard[] = [
  ...refuse("members", useSetting("registration"), "enable_registration", "disable_registration"),
  only("members", "enable_registration_without_verification", false),
  only("members", "registration_requires_token", true),
  only("members", "allow_guest_access", false),
  only("members", "enable_registration_token_3pid_bypass", false),
  ...refuse("members", noSignIn, "oidc_providers", "oidc_config", "saml2_config", "cas_config", "jwt_config"),
  ...refuse("members", noSignIn, "ldap_config", "matrix_authentication_service", "experimental_features.msc3861"),
  ...refuse("members", noSignIn, "experimental_features.msc4108_delegation_endpoint"),
  only("members", "experimental_features.msc4108_enabled", false),
  only("members", "experimental_features.msc4388_mode", "off"),
  ...refuse("members", noIdentityServer, "account_threepid_delegates", "trust_identity_server_for_password_resets"),
  only("members", "enable_registration_captcha", false),
  only("members", "login_via_existing_session.require_ui_auth", true),
  { path: "bcrypt_rounds", guarantee: "members", instead: "Write `12` or more.", atLeast: 12 },

  ...atMost("rc_login.account", 0.003, 5),
  ...atMost("rc_login.failed_attempts", 0.17, 3),
  ...atMost("rc_registration_token_validity", 0.1, 5),
  ...atMost("rc_3pid_validation", 0.003, 5),

  ...refuse("inside", "Delete it: only the proxy accepts connections.", "listeners", "manhole", "manhole_settings"),
  ...refuse("inside", "Delete it: only the proxy accepts connections.", "metrics_port", "metrics_bind_host"),
  ...refuse(
    "inside",
    "Delete it: only the proxy accepts connections.",
    "bind_host",
    "bind_port",
    "unsecure_port",
    "no_tls",
  ),
  ...refuse("inside", oneProcess, "instance_map", "stream_writers", "redis", "replication_torture_level"),
  ...refuse("inside", oneProcess, "worker_app", "worker_name", "worker_listeners", "worker_manhole"),
  ...refuse("inside", oneProcess, "worker_daemonize", "worker_pid_file", "worker_log_config", "worker_main_http_uri"),
  ...refuse("inside", oneProcess, "worker_replication_host", "worker_replication_port"),
  ...refuse("inside", oneProcess, "worker_replication_http_port", "worker_replication_http_tls"),
  ...refuse("inside", oneProcess, "start_pushers", "pusher_instances", "federation_sender_instances"),
  ...refuse("inside", oneProcess, "outbound_federation_restricted_to", "run_background_tasks_on"),
  ...refuse("inside", oneProcess, "update_user_directory_from_worker", "notify_appservices_from_worker"),
  ...refuse("inside", oneProcess, "media_instance_running_background_jobs", "auto_accept_invites.worker_to_run_on"),

  ...refuse("keys", useSetting("retiredSigningKeys"), "old_signing_keys"),
  ...refuse("keys", "Use `chatkeep:epochs` to renew a key.", "signing_key", "signing_key_path", "form_secret"),
  ...refuse("keys", "Use `chatkeep:epochs` to renew a key.", "form_secret_path", "macaroon_secret_key"),
  ...refuse("keys", "Use `chatkeep:epochs` to renew a key.", "macaroon_secret_key_path"),
  ...refuse("keys", decided, "key_refresh_interval", "key_server_signing_keys_path", "password_config"),
  ...refuse(
    "keys",
    "Delete it: accounts are made by `chatkeep`, without a shared secret.",
    "registration_shared_secret",
  ),
  ...refuse(
    "keys",
    "Delete it: accounts are made by `chatkeep`, without a shared secret.",
    "registration_shared_secret_path",
  ),
  ...refuse("keys", noSecret, "turn_shared_secret", "turn_shared_secret_path", "turn_password"),
  ...refuse("keys", noSecret, "recaptcha_private_key", "recaptcha_private_key_path", "recaptcha_public_key_path"),
  ...refuse("keys", noSecret, "worker_replication_secret", "worker_replication_secret_path", "email.smtp_pass"),

  only("checked", "federation_verify_certificates", true),
  only("checked", "federation_certificate_verification_whitelist", []),
  only("checked", "federation_client_minimum_tls_version", "1.2", "1.3"),
  only("checked", "use_insecure_ssl_client_just_for_testing_do_not_use", false),
  only("checked", "email.require_transport_security", true),
  only("checked", "email.enable_tls", true),
  ...refuse("checked", useSetting("trustedAuthorities"), "federation_custom_ca_list"),
  ...refuse("checked", useSetting("tls"), "tls_certificate_path", "tls_private_key_path"),

  ...refuse(
    "addresses",
    "Delete it: chatkeep's list contains Synapse's and is longer.",
    "ip_range_blacklist",
    "ip_range_whitelist",
  ),
  ...refuse(
    "addresses",
    "Delete it: chatkeep's list contains Synapse's and is longer.",
    "federation_ip_range_blacklist",
  ),
  ...refuse("addresses", "Delete it: link previews are off.", "url_preview_ip_range_blacklist"),
  ...refuse("addresses", "Delete it: link previews are off.", "url_preview_ip_range_whitelist"),
  ...refuse(
    "addresses",
    "Delete it: with a forward proxy, Synapse does not check addresses.",
    "http_proxy",
    "https_proxy",
  ),
  ...refuse("addresses", "Delete it: no forward proxy is used.", "no_proxy_hosts"),
  ...refuse("addresses", "Delete it: no captcha is used.", "recaptcha_siteverify_api", "recaptcha_public_key"),
  only("addresses", "url_preview_enabled", false),

  ...refuse("federation", useSetting("federation"), "federation_domain_whitelist", "send_federation"),
  ...refuse("federation", useSetting("federation"), "trusted_key_servers", "perspectives"),
  only("federation", "federation_whitelist_endpoint_enabled", false),

  ...refuse("code", "Delete it: code cannot be added.", "modules", "spam_checker", "third_party_event_rules"),
  ...refuse("code", "Delete it: code cannot be added.", "password_providers", "presence.presence_router"),
  ...refuse("code", "Delete it: files are kept in the stack's own volume.", "media_storage_providers"),
  ...refuse("code", noMailer, "templates.custom_template_directory", "sso.template_dir", "user_consent"),
  ...refuse("code", noMailer, "account_validity.template_dir", "account_validity.account_renewed_html_path"),
  ...refuse("code", noMailer, "account_validity.invalid_token_html_path", "email.template_dir"),
  ...refuse("code", noMailer, ...mailTemplates.map((name) => `email.${name}`)),
  only("code", "oembed.additional_providers", []),

  ...refuse("privacy", useSetting("messageRetention"), "retention"),
  ...refuse("privacy", useSetting("mediaRetention"), "media_retention"),
  ...refuse("privacy", "Delete it: no statistics are reported.", "report_stats_endpoint", "sentry", "opentracing"),
  ...refuse("privacy", noIdentityServer, "default_identity_server"),
  only("privacy", "enable_3pid_lookup", false),
  only("privacy", "request_token_inhibit_3pid_errors", true),
  only("privacy", "email.enable_notifs", false),
  only("privacy", "allow_profile_lookup_over_federation", false),
  only("privacy", "report_stats", false),
  only("privacy", "enable_authenticated_media", true),
  only("privacy", "require_auth_for_profile_requests", true),
  only("privacy", "allow_public_rooms_without_auth", false),
  only("privacy", "allow_public_rooms_over_federation", false),
  only("privacy", "allow_device_name_lookup_over_federation", false),
  ...refuse("privacy", "Delete it: only members see the room list.", "restrict_public_rooms_to_local_users"),
  only("privacy", "encryption_enabled_by_default_for_room_type", "all"),
  only("privacy", "push.include_content", false),
  only("privacy", "use_appservice_legacy_authorization", false),

  ...refuse("whole", "Delete it: `rc_message` says the same.", "rc_messages_per_second", "rc_message_burst_count"),
  ...refuse("whole", useSetting("serverName"), "server_name"),
  ...refuse("whole", useSetting("hostName"), "public_baseurl", "serve_server_wellknown"),
  ...refuse("whole", useSetting("adminContact"), "admin_contact"),
  ...refuse("whole", useSetting("uploadSize"), "max_upload_size"),
  ...refuse("whole", useSetting("uploadQuota"), "media_upload_limits"),
  ...plainSettingNames.flatMap((name) => refuse("whole", useSetting(name), plainOptions[name])),
  ...refuse("whole", useSetting("push"), "push.enabled"),
  ...refuse("whole", useSetting("calls"), "turn_uris", "turn_username"),
  ...refuse("whole", useSetting("memory"), "max_image_pixels"),
  ...refuse("whole", useSetting("memory"), "caches.global_factor", "caches.cache_autotuning", "event_cache_size"),
  ...refuse("whole", "Delete it: the proxy answers this.", "extra_well_known_client_content"),
  ...refuse("whole", decided, "database", "databases", "database_path", "media_store_path", "pid_file", "log_config"),
  ...refuse("whole", decided, "log_file", "no_redirect_stdio", "daemonize", "app_service_config_files"),
  ...refuse("whole", decided, "backup_media_store_path", "synchronous_backup_media_store"),
  only("whole", "enable_media_repo", true),
  only("whole", "enable_local_media_storage", true),
];
