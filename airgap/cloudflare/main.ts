import { enableCompileCache } from "node:module";

enableCompileCache(); // before the imports below, which are the whole start-up time

const { serve } = await import("../protocol/serve.ts");
const { providerService, resourceProvider } = await import("../provider/provider.ts");
const { cloudflareProvider } = await import("./provider.ts");

await serve(resourceProvider, providerService(cloudflareProvider));
