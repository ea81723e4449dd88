import { createHash } from "node:crypto";
import { ApiError } from "./answer.ts";
import type { Zone } from "./zone.ts";

/** An API token that the fake takes. */
export interface TokenSettings {
  readonly token: string;
  readonly status?: "active" | "disabled" | "expired";
  /** Names of the zones it is for; `all` is every zone. */
  readonly zones?: readonly string[] | "all";
  /** As a zone shows them; `usualPermissions` where none are given. */
  readonly permissions?: readonly string[];
}

/** What a token needs that makes records: "Zone: Read" and "DNS: Edit". */
export const usualPermissions = ["#dns_records:edit", "#dns_records:read", "#zone:read"] as const;

/** Who asks. */
export class Caller {
  readonly #settings: TokenSettings;

  private constructor(settings: TokenSettings) {
    this.#settings = settings;
  }

  /** Reads the header `Authorization: Bearer …` (RFC 6750, section 2.1). */
  static from(header: string | undefined, tokens: readonly TokenSettings[], isVerification: boolean): Caller {
    if (header === undefined)
      throw new ApiError(400, 9106, "Missing X-Auth-Key, X-Auth-Email or Authorization headers");
    const token = /^Bearer ([A-Za-z0-9_-]+)$/.exec(header)?.[1];
    if (token === undefined)
      throw new ApiError(400, 6003, "Invalid request headers", [
        { code: 6111, message: "Invalid format for Authorization header" },
      ]);
    const known = tokens.find((each) => each.token === token);
    const caller = known === undefined ? null : new Caller(known);
    if (caller === null && isVerification) throw new ApiError(401, 1000, "Invalid API Token");
    if (caller === null || (!isVerification && caller.status !== "active"))
      throw new ApiError(403, 9109, "Invalid access token");
    return caller;
  }

  get id(): string {
    return createHash("sha256").update(`id of ${this.#settings.token}`).digest("hex").slice(0, 32);
  }

  get status(): string {
    return this.#settings.status ?? "active";
  }

  get permissions(): readonly string[] {
    return this.#settings.permissions ?? usualPermissions;
  }

  sees({ name }: Zone): boolean {
    const { zones = "all" } = this.#settings;
    return (zones === "all" || zones.includes(name)) && this.permissions.length > 0;
  }

  /** Refuses what the token is not for. */
  need(zone: Zone | undefined, permission: string): Zone {
    if (zone !== undefined && this.sees(zone) && this.permissions.includes(permission)) return zone;
    throw new ApiError(403, 10_000, "Authentication error");
  }

  /** What the token may do, as its owner sees it (developers.cloudflare.com/api, "Token details"). */
  policies(): readonly unknown[] {
    const { zones = "all" } = this.#settings;
    const names = zones === "all" ? ["*"] : zones;
    const resources = Object.fromEntries(names.map((name) => [`com.cloudflare.api.account.zone.${name}`, "*"]));
    return [{ effect: "allow", resources, permission_groups: this.permissions.map((name) => ({ id: name, name })) }];
  }
}
