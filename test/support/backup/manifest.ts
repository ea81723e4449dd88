import type { ObservedArchive } from "../../../src/operations/backup/compare/observed.ts";
import type { Manifest } from "../../../src/operations/backup/manifest.ts";

/** The manifest of a small server's archive. */
export const smallManifest: Manifest = {
  format: 1,
  archive: "2026-11-30T10-15-00Z-1a2b3c4d",
  stack: "team",
  serverName: "acme.example",
  at: "2026-11-30T10:15:00.000Z",
  finishedAt: "2026-11-30T10:15:09.000Z",
  masterKey: "0123456789ab",
  signingKey: "ed25519:ck_1f0e9a2b",
  epochs: {},
  images: { synapse: "chatkeep/synapse:1.163.2-r2" },
  configuration: { synapse: "b30aa1" },
  database: {
    postgres: 170012,
    collation: "C",
    encoding: "UTF8",
    schema: 94,
    compatibleSchema: 84,
    digestKey: "a1b2c3",
    tables: {
      users: { rows: 2, digest: "11" },
      events: { rows: 40, digest: "22" },
      e2e_one_time_keys_json: { rows: 0, digest: "0" },
    },
    sequences: {
      events_stream_seq: { value: 40, isBig: true },
      instance_map_instance_id_seq: { value: 1, isBig: false },
    },
    newestEvent: { id: "$newest", at: "2026-11-30T10:14:58.000Z", order: 40 },
    dumpBytes: 100_000,
    dumpSeconds: 0.7,
  },
  media: { files: 2, bytes: 300, missing: ["local_content/aa/bb/gone"], samples: { "local_content/aa/bb/cc": "ff00" } },
  bundle: null,
  certificates: 3,
  snapshots: { database: "d1", files: "f1" },
};

/** What comes back of it where nothing is wrong. */
export const smallObserved: ObservedArchive = {
  database: {
    ...smallManifest.database,
    oneTimeKeys: 0,
    serverNames: ["acme.example"],
    signedWith: ["ed25519:ck_1f0e9a2b"],
  },
  media: smallManifest.media,
  certificates: 3,
};
