/** A signing key that is no longer used, as the stack file has it. */
export interface RetiredKey {
  readonly keyId: string;
  /** Unpadded base64. */
  readonly publicKey: string;
  /** Milliseconds since 1970: what it signed later is not valid. */
  readonly expired: number;
}

/** The list with one more key; one that is in it already, from a run that was killed, gets the later time. */
export function withRetired(list: readonly RetiredKey[], key: RetiredKey): readonly RetiredKey[] {
  const others = list.filter(({ keyId }) => keyId !== key.keyId);
  const before = list.find(({ keyId }) => keyId === key.keyId)?.expired ?? 0;
  return [...others, { ...key, expired: Math.max(before, key.expired) }];
}
