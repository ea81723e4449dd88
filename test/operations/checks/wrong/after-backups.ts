import type { BackupResults, RunResult } from "../../../../src/operations/backup/run/results.ts";
import { goodBackups, goodErasures } from "../good-after.ts";
import type { WrongAfter } from "../wrong-world.ts";
import { seen } from "./changes-after.ts";

const server = "backups";
const failed: RunResult = {
  outcome: "failed",
  at: "2026-11-20T11:50:00.000Z",
  finishedAt: "2026-11-20T11:50:05.000Z",
  archive: "2026-11-20T11-50-00Z-5e6f7a8b",
  reason: "the repository at /repository cannot be opened",
};

function backups(differences: Partial<BackupResults>) {
  return { backups: seen({ ...goodBackups, ...differences }) };
}

/** What can be wrong with backups, as `src/operations/checks/after/backups.ts` judges it. */
export const afterBackups: readonly WrongAfter[] = [
  {
    title: "the last backup failed",
    server,
    otherwise: backups({ backup: failed }),
    found: { "backups.made": "wrong" },
    advice: /backup now --stack acme/,
  },
  {
    title: "no backup was made for hours",
    server,
    otherwise: backups({
      lastGood: goodBackups.lastGood === null ? null : { ...goodBackups.lastGood, at: "2026-11-20T08:00:00.000Z" },
    }),
    found: { "backups.made": "wrong" },
    advice: /logs backup --stack acme/,
  },
  {
    title: "the repository is damaged",
    server,
    otherwise: backups({ verify: { ...failed, archive: null } }),
    found: { "backups.made": "wrong" },
    advice: /begin another at a new place/,
  },
  {
    title: "old archives cannot be removed",
    server,
    otherwise: backups({ prune: { ...failed, archive: null } }),
    found: { "backups.pruned": "warning" },
    advice: /logs backup --stack acme/,
  },
  {
    title: "the results of backups cannot be read",
    server,
    otherwise: { backups: { unseen: "no such container" } },
    found: { "backups.made": "unknown" },
    advice: /^$/,
  },
  {
    title: "an erasure is not recorded in the backups",
    server,
    otherwise: { erasures: seen({ ...goodErasures, recorded: false }) },
    found: { "backups.erasures": "wrong" },
    advice: /backup now --stack acme/,
  },
  {
    title: "the list of erasures is damaged",
    server,
    otherwise: { erasures: { unseen: "erasures.json is damaged" } },
    found: { "backups.erasures": "unknown" },
    advice: /^$/,
  },
];
