import type { EventRecord } from "./record.ts";
import { relationOf } from "./relations.ts";

/** The place of a record in its file. */
export interface Place {
  readonly at: number;
  readonly bytes: number;
}

/** Which events of a room change how others are shown. Of each it holds a place, not the event. */
export class RelationIndex {
  readonly #places = new Map<string, Relating[]>();

  /** Takes the next record of the room in. */
  add(record: EventRecord, place: Place): void {
    const relation = relationOf(record);
    if (relation === null) return;
    const already = this.#places.get(relation.of);
    const relating = { id: record.id, kind: relation.kind, ...place };
    if (already === undefined) this.#places.set(relation.of, [relating]);
    else already.push(relating);
  }

  /** Reads what relates to an event, in the order of the room: without what was removed, and as it could be read at last. */
  async relatedTo(id: string, read: (place: Place) => Promise<EventRecord>): Promise<readonly EventRecord[]> {
    const related: EventRecord[] = [];
    for (const relating of this.#places.get(id) ?? []) {
      if (relating.kind === "decryption") related.push(await read(relating));
      else if (!this.#isRemoved(relating.id)) related.push(await this.#asReadAtLast(relating, read));
    }
    return related;
  }

  #isRemoved(id: string): boolean {
    return this.#places.get(id)?.some(({ kind }) => kind === "removal") ?? false;
  }

  async #asReadAtLast(relating: Relating, read: (place: Place) => Promise<EventRecord>): Promise<EventRecord> {
    const later = this.#places.get(relating.id)?.findLast(({ kind }) => kind === "decryption");
    if (later === undefined) return await read(relating);
    return { ...(await read(later)), record: "event" };
  }
}

interface Relating extends Place {
  readonly id: string;
  readonly kind: NonNullable<ReturnType<typeof relationOf>>["kind"];
}
