import { procedures } from "../../recovery/procedures/all.ts";
import { elementXAddress } from "../../services/front.ts";
import { type QrCode, qrCode } from "../../services/qr-code.ts";
import type { Onboarding } from "./contents.ts";
import { serverOf } from "./links.ts";

/** An address for a camera. None of them is a secret: what cameras read goes to search engines. */
export interface SheetCode extends QrCode {
  readonly label: string;
  readonly hint: string;
  readonly address: string;
}

/** The codes of a sheet. */
export function codesOf({ plan, occasion }: Pick<Onboarding, "plan" | "occasion">): readonly SheetCode[] {
  const { baseUrl } = plan;
  const firstDay = procedures.find(({ id }) => id === "first-day")?.id ?? "";
  const codes = {
    front: { label: "Front page", hint: "all of this, to tap on", address: `${baseUrl}/` },
    app: { label: "Element X", hint: "opens it with this server", address: elementXAddress(serverOf(plan)) },
    recovery: { label: "Recovery", hint: "sets up your recovery key", address: `${baseUrl}/recovery/${firstDay}` },
    password: { label: "Password", hint: "where you choose your own", address: `${baseUrl}/password` },
  };
  const { front, app, recovery, password } = codes;
  const wanted = occasion === "new member" ? [app, front, recovery] : [password, front];
  return wanted.map((code) => ({ ...code, ...qrCode(code.address) }));
}
