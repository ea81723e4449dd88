/** The password page's own modules are plain JavaScript, for browsers; this is the shape their tests rely on. */
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
