import type { WrittenRecord } from "../../io/cloudflare/cloudflare.ts";
import type { Door } from "../running/passage.ts";

/** One thing that `up` or `destroy` does, as data: a dry run prints it, the journal keeps it, tests compare it. No step holds a secret. */
export type Step =
  | { readonly kind: "endOrphan"; readonly pid: number; readonly program: string }
  | { readonly kind: "takeOverLock"; readonly file: string; readonly pid: number | null }
  | { readonly kind: "removeUnfinished"; readonly path: string }
  | { readonly kind: "removeContainer"; readonly id: string; readonly name: string; readonly found?: string }
  | { readonly kind: "startContainer"; readonly id: string; readonly name: string; readonly found: string }
  | { readonly kind: "removeNetwork"; readonly id: string; readonly name: string }
  | { readonly kind: "resumeContainer"; readonly id: string; readonly name: string }
  | {
      readonly kind: "joinNetwork";
      readonly id: string;
      readonly name: string;
      readonly network: string;
      readonly networkId: string;
      readonly alias: string;
    }
  | {
      readonly kind: "leaveNetwork";
      readonly id: string;
      readonly name: string;
      readonly network: string;
      readonly networkId: string;
    }
  | { readonly kind: "writeStackFile"; readonly path: string; readonly text: string }
  | { readonly kind: "makeMasterKey"; readonly path: string }
  | { readonly kind: "writePassphrase"; readonly path: string; readonly keyPath: string }
  | { readonly kind: "initStack" }
  | { readonly kind: "storeMasterKey"; readonly keyPath: string }
  | { readonly kind: "writeSetting"; readonly path: string; readonly key: string; readonly value: string }
  | { readonly kind: "keepStackFile"; readonly from: string; readonly to: string }
  | { readonly kind: "dropPendingKey"; readonly path: string }
  | { readonly kind: "storeToken"; readonly path: string }
  | {
      readonly kind: "replaceRecord";
      readonly zoneId: string;
      readonly id: string;
      readonly found: string;
      readonly record: WrittenRecord;
    }
  | { readonly kind: "removeRecord"; readonly zoneId: string; readonly id: string; readonly found: string }
  /** What the program imports instead of making it, by title; nothing takes the list away. */
  | { readonly kind: "adoptRecords"; readonly path: string; readonly records: Readonly<Record<string, string>> }
  /** The same for volumes, by name; an empty list ends it. */
  | { readonly kind: "adoptVolumes"; readonly path: string; readonly volumes: readonly string[] }
  | { readonly kind: "makeImages"; readonly images: readonly string[] }
  | { readonly kind: "apply" }
  | { readonly kind: "awaitHealth"; readonly containers: readonly string[]; readonly seconds: number }
  | { readonly kind: "askAsClient"; readonly stack: string; readonly hostName: string; readonly doors: readonly Door[] }
  | { readonly kind: "clearPendingCreations" }
  | { readonly kind: "destroy" }
  | { readonly kind: "unprotect" }
  | { readonly kind: "removeVolume"; readonly name: string }
  | { readonly kind: "forgetMasterKey" }
  | { readonly kind: "forgetSalt"; readonly path: string }
  | { readonly kind: "removeStackFile"; readonly path: string }
  | { readonly kind: "removeStub"; readonly path: string }
  | { readonly kind: "forgetStack" }
  | { readonly kind: "removeStateFolder"; readonly path: string }
  | { readonly kind: "saveAuthority"; readonly container: string; readonly from: string; readonly to: string };

/** What a step does, in a person's words. */
export function describeStep(step: Step): string {
  switch (step.kind) {
    case "endOrphan":
      return `end ${step.program} (process ${step.pid}), left by a run that was killed`;
    case "takeOverLock":
      if (step.pid === null) return `remove the lock ${step.file}, which was not written to its end`;
      return `take over the lock of process ${step.pid}, which is gone`;
    case "removeUnfinished":
      return `remove ${step.path}, which a run that was killed had not finished writing`;
    case "removeContainer":
      return `remove the container ${step.name}, which ${step.found ?? "the state does not know"}`;
    case "startContainer":
      return `start the container ${step.name}, which ${step.found}`;
    case "removeNetwork":
      return `remove the network ${step.name}, which the state does not know`;
    case "resumeContainer":
      return `let the container ${step.name} go on, which was paused`;
    case "joinNetwork":
      return `put the container ${step.name} back on the network ${step.network}, as ${step.alias}`;
    case "leaveNetwork":
      return `take the container ${step.name} off the network ${step.network}`;
    case "writeStackFile":
      return `write the settings to ${step.path}`;
    case "makeMasterKey":
      return "make a master key";
    case "writePassphrase":
      return `write Pulumi's passphrase to ${step.path}`;
    case "initStack":
      return "begin Pulumi's state";
    case "storeMasterKey":
      return "put the master key, encrypted, into the stack file";
    case "writeSetting":
      return `write ${step.key}: ${step.value} to the stack file`;
    case "keepStackFile":
      return `keep a copy of the stack file at ${step.to}`;
    case "dropPendingKey":
      return "remove the master key's copy that is no longer needed";
    case "storeToken":
      return "put the Cloudflare API token, encrypted, into the stack file";
    case "replaceRecord":
      return `replace the record ${step.found}`;
    case "removeRecord":
      return `remove the record ${step.found}`;
    case "adoptRecords": {
      const titles = Object.keys(step.records);
      return titles.length === 0 ? "forget which records were taken over" : `take over ${titles.join(", ")}`;
    }
    case "adoptVolumes":
      return step.volumes.length === 0
        ? "forget which volumes were taken over"
        : `take over ${step.volumes.join(", ")}, with all that is in them`;
    case "makeImages":
      return `make the images ready: ${step.images.join(", ")}`;
    case "apply":
      return "apply the plan";
    case "awaitHealth":
      return "see that every service is healthy";
    case "askAsClient":
      return "ask through the proxy, as a client does";
    case "clearPendingCreations":
      return "clear what a killed run left open in Pulumi's state";
    case "destroy":
      return "remove what the state knows and does not protect";
    case "unprotect":
      return "take the protection from the data";
    case "removeVolume":
      return `delete the volume ${step.name} and all that is in it`;
    case "forgetMasterKey":
      return "remove the master key from the stack file";
    case "forgetSalt":
      return `remove Pulumi's salt from ${step.path}; the settings stay`;
    case "removeStackFile":
      return `remove ${step.path}, the settings of a throwaway stack`;
    case "removeStub":
      return `remove ${step.path} if Pulumi made it for its salt`;
    case "forgetStack":
      return "remove the stack from Pulumi's state";
    case "removeStateFolder":
      return `remove ${step.path}, with the passphrase`;
    case "saveAuthority":
      return `save the certificate of the server's own authority to ${step.to}`;
    default:
      return step satisfies never;
  }
}
