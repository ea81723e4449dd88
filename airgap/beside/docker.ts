import { dockerProvider } from "../docker/provider.ts";
import { answering } from "../protocol/serve.ts";
import { providerService, resourceProvider } from "../provider/provider.ts";

/** Our Docker provider for one connection. */
export function answerNew() {
  return answering(resourceProvider, providerService(dockerProvider));
}
