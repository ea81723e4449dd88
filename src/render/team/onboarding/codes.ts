import { procedures } from "../../recovery/procedures/all.ts";
import { elementXAddress } from "../../services/front.ts";
import { type QrCode, qrCode } from "../../services/qr-code.ts";
import type { Onboarding } from "./contents.ts";
import { serverOf } from "./links.ts";

/** An address for a camera. None of them is a secret: what cameras read goes to search engines. */
interface CodeAddress {
  readonly label: string;
  readonly hint: string;
  readonly address: string;
}

/** One to draw. */
type SheetCode = CodeAddress & QrCode;

/** The codes of a sheet. */
export function codesOf(about: Pick<Onboarding, "plan" | "occasion">): readonly SheetCode[] {
  return addressesOf(about).map((code) => ({ ...code, ...qrCode(code.address) }));
}

/** The one code of a mail, which is read on another screen than the one it leads to: the first of the sheet. */
export function mailCodeOf(about: Pick<Onboarding, "plan" | "occasion">): CodeAddress {
  return addressesOf(about)[0];
}

function addressesOf({
  plan,
  occasion,
}: Pick<Onboarding, "plan" | "occasion">): readonly [CodeAddress, ...CodeAddress[]] {
  const { baseUrl } = plan;
  const firstDay = procedures.find(({ id }) => id === "first-day")?.id ?? "";
  const codes = {
    front: { label: "Front page", hint: "all of this, to tap on", address: `${baseUrl}/` },
    app: { label: "Element X", hint: "opens it with this server", address: elementXAddress(serverOf(plan)) },
    recovery: { label: "Recovery", hint: "sets up your recovery key", address: `${baseUrl}/recovery/${firstDay}` },
    password: { label: "Password", hint: "where you choose your own", address: `${baseUrl}/password` },
  };
  const { front, app, recovery, password } = codes;
  return occasion === "new member" ? [app, front, recovery] : [password, front];
}
