import type { Settings } from "../../settings/settings.ts";
import type { Owner, Plan, ServiceRole } from "../plan.ts";
import { type ImageVersion, imageTable } from "./versions.ts";

const imageNames = { synapse: "synapse", postgres: "postgres", proxy: "caddy", turn: "coturn" } as const;

/** The reference of the image a service runs. */
export function imageOf(role: ServiceRole, source: Settings["imageSource"]): string {
  const image = versionOf(role);
  switch (source) {
    case "official":
      return image.official;
    case "local":
      return image.local;
    default:
      return source satisfies never;
  }
}

/** With DNS-01 the proxy holds the DNS token, so no stranger's image runs it; the official one lacks the module, too. */
export function proxySource({ imageSource, tls }: Pick<Settings, "imageSource" | "tls">): Settings["imageSource"] {
  return tls.mode === "acme" && tls.challenge === "dns" ? "local" : imageSource;
}

/** Who a service runs as. */
export function ownerOf(role: ServiceRole): Owner {
  const { uid, gid } = versionOf(role);
  return { uid, gid };
}

function versionOf(role: ServiceRole): ImageVersion {
  return imageTable[imageNames[role]];
}

/** The images of everything in a stack. */
export function imagesOf({ services, installer, elementWeb }: Plan): readonly string[] {
  const images = [installer.image, ...Object.values(services).map(({ image }) => image)];
  return elementWeb === null ? images : [...images, elementWeb.image];
}
