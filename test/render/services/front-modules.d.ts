/** The pages' own modules are plain JavaScript, for browsers; this is the shape their tests rely on. */
declare module "*/assets/words.js" {
  interface Refused {
    readonly step: "sign in" | "change";
    readonly status: number;
    readonly body: Readonly<Record<string, unknown>>;
    readonly retryAfter: string | null;
  }
  interface Words {
    readonly text: string;
    readonly field: string | null;
  }
  interface Entered {
    readonly user: string;
    readonly current: string;
    readonly next: string;
    readonly again: string;
  }
  export function mistakeIn(entered: Entered, serverName: string): Words | null;
  export function wordsFor(outcome: Refused | { readonly step: "done" }, signOutOthers: boolean): Words;
}

declare module "*/assets/device-words.js" {
  interface Refused {
    readonly step: string;
    readonly status: number;
    readonly body: Readonly<Record<string, unknown>>;
    readonly retryAfter: string | null;
  }
  interface Words {
    readonly text: string;
    readonly field: string | null;
  }
  interface Recovery {
    readonly hasRecovery: boolean | null;
    readonly hasBackup: boolean | null;
  }
  interface Shown {
    readonly id: string;
    readonly state: string;
  }
  export function mistakeIn(
    entered: { readonly user: string; readonly password: string },
    serverName: string,
  ): Words | null;
  export function refusalWords(outcome: Refused): Words;
  export function isEnded(outcome: Refused): boolean;
  export function notEndedWords(outcome: Refused): string;
  export function shownName(device: { readonly name: string | null }): string;
  export function recoveryWords(view: Recovery): string | null;
  export function costWords(device: Shown, view: Recovery & { readonly devices: readonly Shown[] }): readonly string[];
}

declare module "*/assets/confirmed.js" {
  /** null: it cannot be verified here. */
  type Verify = (key: string, signature: string, text: string) => Promise<boolean | null>;
  export function judgeDevices(
    userId: string,
    ids: readonly string[],
    answer: object,
    verify?: Verify,
  ): Promise<ReadonlyMap<string, string>>;
  export function canonicalJson(value: unknown): string;
  export const verifyByBrowser: Verify;
}
