import { adviseOnBackups, isIll, judgeBackups } from "../../backup/run/judge.ts";
import { fine, warning, wrong } from "../finding.ts";
import { after } from "../for-facts.ts";

/** What `check` finds of the backups, where the settings want some. */
export const backupChecks = [
  after({
    id: "backups.made",
    title: "backups are made",
    why: "What was written after the last archive cannot be restored.",
    when: ({ backups }) => backups !== null,
    observe: ({ backups }) => backups ?? { unseen: "there are none" },
    judge: (results, { plan, now, stack }) => {
      const since = "seen" in stack ? sinceOf(stack.seen.containers, plan.services.backup?.name) : null;
      const judged = judgeBackups(results, { every: plan.backup?.every ?? 0, now: new Date(now), since });
      const advice = adviseOnBackups(judged, (words) => `npx chatkeep ${words} --stack ${plan.stack}`) ?? "";
      return isIll(judged) ? wrong(judged.found, advice) : fine(judged.found);
    },
  }),
  after({
    id: "backups.pruned",
    title: "old archives are removed",
    why: "Archives that stay fill the target, and then none is made.",
    when: ({ backups }) => backups !== null && "seen" in backups && backups.seen.prune !== null,
    observe: ({ backups }) => backups ?? { unseen: "there are none" },
    judge: ({ prune }, { plan }) =>
      prune?.outcome === "failed"
        ? warning(`it failed: ${prune.reason}`, `Read its log:  npx chatkeep logs backup --stack ${plan.stack}`)
        : fine(prune?.reason ?? "by the policy"),
  }),
  after({
    id: "backups.erasures",
    title: "backups know who was erased",
    why: "A restore from an earlier archive would bring back what an offboarding took away.",
    when: ({ erasures }) => erasures !== null && (!("seen" in erasures) || erasures.seen.erasures.length > 0),
    observe: ({ erasures }) => erasures ?? { unseen: "there are no backups" },
    judge: ({ erasures, recorded }, { plan }) =>
      recorded
        ? fine(`${erasures.length} recorded`)
        : wrong(
            `not recorded yet, the newest of ${erasures.at(-1)?.user}`,
            `Once the repository is reached:  npx chatkeep backup now --stack ${plan.stack}`,
          ),
  }),
];

type Containers = readonly {
  readonly name: string;
  readonly state: { readonly kind: string; readonly since?: string };
}[];

function sinceOf(containers: Containers, name: string | undefined): string | null {
  return containers.find((each) => each.name === name)?.state.since ?? null;
}
