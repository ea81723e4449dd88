import type { SignedIn } from "../../../src/io/matrix/client.ts";
import type { PushGateway } from "./internet/gateway.ts";

/** Has a member's phone ring through the gateway (Matrix client-server API, "POST /pushers/set"). */
export async function setPusher({ sdk }: SignedIn, { url }: PushGateway): Promise<void> {
  await sdk.setPusher({
    app_display_name: "Test",
    app_id: "test.app",
    data: { url },
    device_display_name: "phone",
    kind: "http",
    lang: "en",
    pushkey: "phone",
  });
}
