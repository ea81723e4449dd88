/** A signing key that is no longer used, as the stack file has it. */
export interface RetiredKey {
  readonly keyId: string;
  /** Unpadded base64. */
  readonly publicKey: string;
  /** Milliseconds since 1970: what it signed later is not valid. */
  readonly expired: number;
}
