import type { BaselineLine } from "./baseline.ts";

/** What the file with the secrets says. */
export const secretSections: readonly BaselineLine[] = [
  ["database.name", 'database.databases[0].config["name"]', "psycopg2"],
  ["database.allow_unsafe_locale", 'database.databases[0].config["allow_unsafe_locale"]', false],
  [
    "database.args",
    'sorted(key for key in database.databases[0].config["args"])',
    [
      "cp_max",
      "cp_min",
      "dbname",
      "host",
      "keepalives_count",
      "keepalives_idle",
      "keepalives_interval",
      "password",
      "port",
      "user",
    ],
  ],
  ["database.args.password is long", 'len(database.databases[0].config["args"]["password"]) >= 43', true],
  ["password_config.pepper is long", "len(auth.password_pepper) >= 43", true],
  [
    "every secret is another",
    'len({database.databases[0].config["args"]["password"], auth.password_pepper, str(key.macaroon_secret_key), key.form_secret})',
    4,
  ],
];

/** Names, paths and keys, as the stack has them. */
export const plumbing: readonly BaselineLine[] = [
  ["server_name", "server.server_name", "team.test"],
  ["pid_file", "server.pid_file", "/tmp/homeserver.pid"],
  ["app_service_config_files", "appservice.app_service_config_files", ["operator.yaml"]],
  ["notify_appservices_from_worker", "worker.should_notify_appservices", false],
  ["log_config", "logging.log_config.rpartition('/')[2]", "log.yaml"],
  ["signing_key_path", "len(key.signing_key)", 1],
  ["macaroon_secret_key_path", "len(key.macaroon_secret_key)", 43],
  ["form_secret_path", "len(key.form_secret)", 43],
  ["caches.expire_caches", "caches.expiry_time_msec", 1_800_000],
  ["caches.cache_autotuning.min_cache_ttl", 'caches.cache_autotuning["min_cache_ttl"]', 300_000],
  ["gc_thresholds", "server.gc_thresholds", [50_000, 50, 50]],
];
