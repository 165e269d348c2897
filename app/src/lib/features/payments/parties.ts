type Hex = `0x${string}`;

/** What our registers call accounts that payments name, by address in small letters; others are called by their address. */
export type PartyNames = Readonly<Record<Hex, { name: string; path: string | null }>>;
