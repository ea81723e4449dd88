import type { UserId } from "../../../kinds/names.ts";

/** One thing that an offboarding does. No step holds a secret. */
export type OffboardStep =
  | HandOver
  | { readonly kind: "freeze"; readonly user: UserId }
  | RemoveFromRoom
  | LeaveRoom
  | { readonly kind: "endSessions"; readonly user: UserId; readonly devices: number }
  | { readonly kind: "revokeToken"; readonly user: UserId; readonly token: string }
  | { readonly kind: "redact"; readonly user: UserId; readonly rooms: readonly string[] }
  | { readonly kind: "deleteMedia"; readonly user: UserId; readonly files: number }
  | { readonly kind: "deactivate"; readonly user: UserId; readonly erase: boolean }
  | { readonly kind: "leave"; readonly user: UserId };

/** Gives another person of a room the power that the leaving member had there. */
export interface HandOver {
  readonly kind: "handOver";
  readonly user: UserId;
  readonly room: string;
  readonly title: string;
  readonly to: UserId;
  /** By Synapse's own means; or 150 in the name of the only creator, which works before the freeze alone. */
  readonly way: "make admin" | "give 150";
}

/** Takes the operator out of a room that a killed run left it in. */
export interface LeaveRoom {
  readonly kind: "leaveRoom";
  readonly user: UserId;
  readonly room: string;
  readonly title: string;
}

/** Takes the leaving member out of a room, as the operator. */
export interface RemoveFromRoom {
  readonly kind: "removeFromRoom";
  readonly user: UserId;
  readonly room: string;
  readonly title: string;
  /** Who lets the operator in where it made the room. */
  readonly through: UserId | null;
}
