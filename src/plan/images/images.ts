import type { Settings } from "../../settings/settings.ts";
import type { Plan } from "../plan.ts";
import type { ImageVersion } from "./versions.ts";

/** The reference of an image, from a public registry or built here. */
export function referenceOf(image: ImageVersion, source: Settings["imageSource"]): string {
  switch (source) {
    case "official":
      return image.official;
    case "local":
      return image.local;
    default:
      return source satisfies never;
  }
}

/** With DNS-01 the proxy has the DNS token, so its image is built here; the official image also lacks the module. */
export function proxySource({ imageSource, tls }: Pick<Settings, "imageSource" | "tls">): Settings["imageSource"] {
  return tls.mode === "acme" && tls.challenge === "dns" ? "local" : imageSource;
}

/** The images of everything in a stack. */
export function imagesOf({ services, installer, elementWeb }: Plan): readonly string[] {
  const images = [installer.image, ...Object.values(services).map(({ image }) => image)];
  return elementWeb === null ? images : [...images, elementWeb.image];
}
