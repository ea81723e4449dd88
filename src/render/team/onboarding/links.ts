import type { Plan } from "../../../plan/plan.ts";
import { procedures } from "../../recovery/procedures/all.ts";
import type { Names, Part } from "../../recovery/procedures/inline.ts";
import { elementXAddress, stores } from "../../services/front.ts";
import type { Onboarding } from "./contents.ts";

/** Where Element for computers is offered. */
const download = "https://element.io/download";

/** Where Element X is offered without a store of Apple or Google. */
const fdroid = "https://f-droid.org/packages/io.element.android.x";

/** What the names in braces mean for one member of this server. */
export function linksFor({ plan, member }: Pick<Onboarding, "plan" | "member">): Names {
  const { baseUrl, elementWeb } = plan;
  const known: Readonly<Record<string, readonly Part[]>> = {
    server: text(serverOf(plan)),
    "user name": text(userNameOf(member)),
    "front page": shown(`${baseUrl}/`),
    "devices page": shown(`${baseUrl}/devices`),
    "password page": shown(`${baseUrl}/password`),
    "recovery pages": shown(`${baseUrl}/recovery/`),
    "Element X with this server": link(elementXAddress(serverOf(plan)), "open Element X with this server"),
    "Element’s page": shown(download),
    "F-Droid": link(fdroid, "F-Droid"),
    "Element in the browser": shown(elementWeb?.address ?? download),
    help: helpParts(plan.homeserver.adminContact),
    ...Object.fromEntries(stores.map(({ name, address }) => [name, link(address, name)] as const)),
    ...Object.fromEntries(procedures.map(({ id }) => [id, shown(`${baseUrl}/recovery/${id}`)] as const)),
  };
  return (name) => {
    const parts = known[name];
    if (parts === undefined) throw new Error(`no sheet says what {${name}} is`);
    return parts;
  };
}

/** The server as apps ask for it. */
export function serverOf({ baseUrl }: Pick<Plan, "baseUrl">): string {
  return new URL(baseUrl).host;
}

/** The user name as apps ask for it. */
export function userNameOf({ id }: Onboarding["member"]): string {
  return id.slice(1, id.indexOf(":"));
}

function text(said: string): readonly Part[] {
  return [{ kind: "text", text: said }];
}

function link(address: string, said: string): readonly Part[] {
  return [{ kind: "address", text: said, address }];
}

/** An address that is shown as people type it. */
function shown(address: string): readonly Part[] {
  return link(address, address.replace(/^https:\/\//, "").replace(/\/$/, ""));
}

function helpParts(adminContact: string | null): readonly Part[] {
  const rest = " They never need your password or your recovery key.";
  if (adminContact === null) return text(`Ask the person who gave you this account.${rest}`);
  return [
    ...text("Ask the operator of this server: "),
    ...link(adminContact, adminContact.replace(/^mailto:/, "")),
    ...text(`.${rest}`),
  ];
}
