import type { Plan } from "../plan/plan.ts";
import type { Files, Templates } from "./files.ts";
import { templateAt } from "./fill.ts";
import { renderSynapse } from "./services/homeserver.ts";
import { renderPostgres } from "./services/postgres.ts";
import { renderProxy } from "./services/proxy.ts";
import { renderTurn } from "./services/turn.ts";

/** Every file of a stack that holds no secret. `certificate` is the chain of own certificate files, null where there is none. */
export function renderFiles(plan: Plan, templates: Templates, certificate: string | null): Files {
  return {
    services: {
      synapse: renderSynapse(plan, templates),
      postgres: renderPostgres(plan, templates),
      proxy: renderProxy(plan, templates, certificate),
      turn: plan.turn === null ? [] : renderTurn(plan.turn, templates),
    },
    elementWeb:
      plan.elementWeb === null ? [] : [{ path: "place.sh", text: templateAt(templates, "element-web/place.sh") }],
    installer: [
      { path: "install.sh", text: templateAt(templates, "installer/install.sh") },
      { path: "key-ids.sh", text: templateAt(templates, "installer/key-ids.sh") },
      { path: "trusted-authorities.pem", text: authorities(plan) },
    ],
  };
}

/** Never empty, even where no further authority is trusted: the Docker provider refuses to upload an empty file. */
function authorities({ proxy }: Plan): string {
  return `# Trusted beside the public authorities:\n${proxy.trustedAuthorities.map((pem) => `${pem.trim()}\n`).join("")}`;
}
