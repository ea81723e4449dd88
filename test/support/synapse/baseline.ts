import type { Json } from "../../../src/kinds/json.ts";
import { sizeStack } from "../../../src/plan/services/sizing.ts";
import { exampleSettings } from "../../plan/example-settings.ts";
import { plumbing, secretSections } from "./baseline-plumbing.ts";

/** One line of the secure baseline: homeserver.yaml's key, where Synapse 1.163.2 keeps its effective value (synapse/config), and what that is to be. */
export type BaselineLine = readonly [key: string, effective: string, expected: Json];

const days = (count: number) => count * 86_400_000;
const rate = (name: string) => `[ratelimiting.${name}.per_second, ratelimiting.${name}.burst_count]`;

const sessions: readonly BaselineLine[] = [
  ["enable_registration", "registration.enable_registration", false],
  ["enable_registration_without_verification", "registration.enable_registration_without_verification", false],
  ["registration_requires_token", "registration.registration_requires_token", true],
  ["registration_shared_secret", "registration.registration_shared_secret", null],
  ["allow_guest_access", "registration.allow_guest_access", false],
  ["bcrypt_rounds", "registration.bcrypt_rounds", 12],
  ["password_config.enabled", "auth.password_enabled_for_login", true],
  ["password_config.localdb_enabled", "auth.password_localdb_enabled", true],
  ["password_config.policy", "auth.password_policy", { enabled: true, minimum_length: 12 }],
  ["session_lifetime", "registration.session_lifetime", null],
  ["refresh_token_lifetime", "registration.refresh_token_lifetime", null],
  ["nonrefreshable_access_token_lifetime", "registration.nonrefreshable_access_token_lifetime", null],
  ["refreshable_access_token_lifetime", "registration.refreshable_access_token_lifetime", 300_000],
  ["login_via_existing_session.enabled", "auth.login_via_existing_enabled", false],
  ["delete_stale_devices_after", "server.delete_stale_devices_after", null],
  ["ui_auth.session_timeout", "auth.ui_auth_session_timeout", 0],
  ["request_token_inhibit_3pid_errors", "server.request_token_inhibit_3pid_errors", true],
  ["next_link_domain_whitelist", "server.next_link_domain_whitelist", []],
  ["enable_3pid_lookup", "registration.enable_3pid_lookup", false],
  ["default_identity_server", "registration.default_identity_server", null],
  ["disable_msisdn_registration", "registration.disable_msisdn_registration", true],
];

const privacy: readonly BaselineLine[] = [
  ["require_auth_for_profile_requests", "server.require_auth_for_profile_requests", true],
  [
    "limit_profile_requests_to_users_who_share_rooms",
    "server.limit_profile_requests_to_users_who_share_rooms",
    false, // colleagues of one closed server are listed in the directory, so hiding their profiles only breaks invitations
  ],
  ["include_profile_data_on_invite", "server.include_profile_data_on_invite", false],
  ["allow_public_rooms_without_auth", "server.allow_public_rooms_without_auth", false],
  ["allow_public_rooms_over_federation", "server.allow_public_rooms_over_federation", false],
  ["allow_profile_lookup_over_federation", "federation.allow_profile_lookup_over_federation", false],
  ["allow_device_name_lookup_over_federation", "federation.allow_device_name_lookup_over_federation", false],
  ["experimental_features.msc3814_enabled", "experimental.msc3814_enabled", false],
  ["user_directory.enabled", "userdirectory.user_directory_search_enabled", true],
  ["user_directory.search_all_users", "userdirectory.user_directory_search_all_users", true],
  ["user_directory.prefer_local_users", "userdirectory.user_directory_search_prefer_local_users", true],
  ["user_directory.exclude_remote_users", "userdirectory.user_directory_exclude_remote_users", true],
  ["enable_room_list_search", "roomdirectory.enable_room_list_search", true],
  [
    "room_list_publication_rules",
    'roomdirectory.is_publishing_room_allowed("@a:team.test", "!r:team.test", ["#r:team.test"])',
    false,
  ],
  ["auto_join_rooms", "registration.auto_join_rooms", []],
  ["autocreate_auto_join_rooms_federated", "registration.autocreate_auto_join_rooms_federated", false],
  ["autocreate_auto_join_room_preset", "registration.autocreate_auto_join_room_preset", "private_chat"],
  ["auto_join_mxid_localpart", "registration.auto_join_user_id.split(':')[0]", "@chatkeep"],
  ["server_notices.system_mxid_localpart", "servernotices.server_notices_mxid.split(':')[0]", "@_chatkeep-notices"],
  ["server_notices.system_mxid_display_name", "servernotices.server_notices_mxid_display_name", "Server notices"],
  ["server_notices.system_mxid_avatar_url", "servernotices.server_notices_mxid_avatar_url", ""],
  ["server_notices.room_name", "servernotices.server_notices_room_name", "Server notices"],
  ["server_notices.auto_join", "servernotices.server_notices_auto_join", true],
  ["presence.enabled", "server.presence_enabled", false],
  ["push.enabled", "push.enable_push", true],
  ["push.include_content", "push.push_include_content", false],
  ["url_preview_enabled", "media.url_preview_enabled", false],
  ["report_stats", "metrics.report_stats", false],
  ["user_ips_max_age", "server.user_ips_max_age", days(28)],
  ["redaction_retention_period", "server.redaction_retention_period", days(7)],
  ["forget_rooms_on_leave", "room.forget_on_leave", true],
  ["forgotten_room_retention_period", "server.forgotten_room_retention_period", days(28)],
  ["block_non_admin_invites", "server.block_non_admin_invites", false],
  ["admin_contact", "server.admin_contact", null],
  ["track_puppeted_user_ips", "api.track_puppeted_user_ips", true],
];

const federation: readonly BaselineLine[] = [
  [
    "encryption_enabled_by_default_for_room_type",
    "room.encryption_enabled_by_default_for_room_presets",
    ["private_chat", "public_chat", "trusted_private_chat"],
  ],
  ["default_room_version", "server.default_room_version.identifier", "12"],
  ["old_signing_keys", "key.old_signing_keys", {}],
  ["trusted_key_servers", "key.key_servers", []],
  ["federation_domain_whitelist", "federation.federation_domain_whitelist", {}],
  // An empty list means no server, and no list means all servers: the documentation of the option says that it defaults to the former.
  [
    "federation_domain_whitelist.other",
    'federation.is_domain_allowed_according_to_federation_whitelist("other.test")',
    false,
  ],
  ["federation_whitelist_endpoint_enabled", "federation.federation_whitelist_endpoint_enabled", false],
  ["federation_client_minimum_tls_version", "tls.federation_client_minimum_tls_version", "1.2"],
  ["federation_verify_certificates", "tls.federation_verify_certificates", true],
  ["federation_certificate_verification_whitelist", "tls.federation_certificate_verification_whitelist", []],
  [
    "ip_range_blacklist",
    '[ip in server.ip_range_blocklist for ip in ("10.0.0.1", "172.16.0.1", "192.168.0.1", "127.0.0.1", "169.254.169.254", "fd00::1", "::1", "0.1.2.3", "240.0.0.1", "255.255.255.255", "::ffff:240.0.0.1", "64:ff9b::10.1.2.3", "64:ff9b:1::1", "8.8.8.8", "64:ff9b::8.8.8.8")]',
    [...Array.from({ length: 13 }, () => true), false, false],
  ],
  ["ip_range_whitelist", "[str(ip) for ip in server.ip_range_allowlist]", []],
  [
    "limit_remote_rooms",
    "[server.limit_remote_rooms.enabled, server.limit_remote_rooms.complexity, server.limit_remote_rooms.admins_can_join]",
    [true, 3, true],
  ],
  ["send_federation", "worker.send_federation", false],
  [
    "listeners",
    "[[each.port, each.type, each.tls, each.http_options.x_forwarded, [list(r.names) for r in each.http_options.resources]] for each in server.listeners]",
    [[8008, "http", false, true, [["client"]]]],
  ],
  ["enable_metrics", "metrics.enable_metrics", false],
];

const media: readonly BaselineLine[] = [
  ["enable_authenticated_media", "media.enable_authenticated_media", true],
  ["max_upload_size", "media.max_upload_size", 50 * 2 ** 20],
  [
    "media_upload_limits",
    "[[each.max_bytes, each.time_period_ms] for each in media.media_upload_limits]",
    [[5 * 2 ** 30, days(7)]],
  ],
  ["modules", "[each.__name__ for each, _ in modules.loaded_modules]", ["Uploads"]],
  [
    "max_image_pixels",
    "media.max_image_pixels",
    sizeStack(exampleSettings({ memory: "1 GiB", processors: 2 })).picturePixels,
  ],
  ["max_spider_size", "media.max_spider_size", 10 * 2 ** 20],
  ["dynamic_thumbnails", "media.dynamic_thumbnails", false],
  ["media_store_path", "media.media_store_path", "/data/media"],
  ["media_retention.local_media_lifetime", "media.media_retention_local_media_lifetime_ms", null],
  ["media_retention.remote_media_lifetime", "media.media_retention_remote_media_lifetime_ms", days(90)],
  ["retention.enabled", "retention.retention_enabled", false],
  ["remote_media_download_per_second", rate("remote_media_downloads"), [87 * 1024, 500 * 2 ** 20]],
  ["turn_allow_guests", "voip.turn_allow_guests", false],
  ["turn_user_lifetime", "voip.turn_user_lifetime", 3_600_000],
];

const limits: readonly BaselineLine[] = [
  ["rc_message", rate("rc_message"), [1, 200]],
  ["rc_registration", rate("rc_registration"), [0.2, 50]],
  ["rc_registration_token_validity", rate("rc_registration_token_validity"), [0.1, 5]],
  ["rc_login.address", rate("rc_login_address"), [0.2, 50]],
  ["rc_login.account", rate("rc_login_account"), [0.003, 5]],
  ["rc_login.failed_attempts", rate("rc_login_failed_attempts"), [0.17, 3]],
  ["rc_joins.local", rate("rc_joins_local"), [1, 100]],
  ["rc_joins.remote", rate("rc_joins_remote"), [0.05, 30]],
  ["rc_joins_per_room", rate("rc_joins_per_room"), [2, 100]],
  ["rc_invites.per_room", rate("rc_invites_per_room"), [1, 200]],
  ["rc_invites.per_user", rate("rc_invites_per_user"), [0.02, 100]],
  ["rc_invites.per_issuer", rate("rc_invites_per_issuer"), [1, 200]],
  ["rc_3pid_validation", rate("rc_3pid_validation"), [0.003, 5]],
  ["rc_media_create", rate("rc_media_create"), [10, 50]],
  ["rc_room_creation", rate("rc_room_creation"), [0.05, 100]],
  ["rc_user_directory", rate("rc_user_directory"), [1, 200]],
  ["rc_reports", rate("rc_reports"), [1, 5]],
];

/** Every line of the secure baseline for a closed server, as decided in templates/synapse. */
export const baseline: readonly BaselineLine[] = [
  ...sessions,
  ...privacy,
  ...federation,
  ...media,
  ...limits,
  ...plumbing,
  ...secretSections,
];
