import type { Plan } from "../plan/plan.ts";
import { byService } from "../plan/services/by-service.ts";
import type { RenderedFiles, Templates } from "./files.ts";
import { templateAt } from "./fill.ts";
import type { ServiceRenderer } from "./services/renderer.ts";
import { renderersFor, serviceRenderers } from "./services/renderers.ts";

/** Every file of a stack that holds no secret; none of a service that is not there. `certificate` is the chain of own certificate files, null where there is none. */
export function renderFiles(
  plan: Plan,
  templates: Templates,
  certificate: string | null,
  renderers: Readonly<Record<string, ServiceRenderer>> = serviceRenderers,
): RenderedFiles {
  const given = { plan, templates, certificate };
  const services = renderersFor(plan, renderers).map(
    ([name, service, { files }]) => [name, service === undefined ? [] : files(given)] as const,
  );
  return {
    services: byService(services),
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
