import { concat, keccak256, slice, stringToHex, toBytes, type Address, type Hex } from "viem";

/**
 * The 27 member states of the European Union with their population on 1 January 2024 (usual resident population).
 *
 * Source: Eurostat, table demo_pjan as quoted in "Population and population change statistics" (Statistics Explained), data
 * extracted on 6 July 2024, published in thousands with one decimal: the figures below are exact to a hundred inhabitants.
 */
export const populationYear = 2024;

export const states = [
  { code: "AT", population: 9_158_800n },
  { code: "BE", population: 11_832_000n },
  { code: "BG", population: 6_445_500n },
  { code: "CY", population: 933_500n },
  { code: "CZ", population: 10_900_600n },
  { code: "DE", population: 83_445_000n },
  { code: "DK", population: 5_961_200n },
  { code: "EE", population: 1_374_700n },
  { code: "ES", population: 48_610_500n },
  { code: "FI", population: 5_603_900n },
  { code: "FR", population: 68_402_000n },
  { code: "GR", population: 10_397_200n },
  { code: "HR", population: 3_862_000n },
  { code: "HU", population: 9_584_600n },
  { code: "IE", population: 5_343_800n },
  { code: "IT", population: 58_989_700n },
  { code: "LT", population: 2_885_900n },
  { code: "LU", population: 672_100n },
  { code: "LV", population: 1_871_900n },
  { code: "MT", population: 563_000n },
  { code: "NL", population: 17_942_900n },
  { code: "PL", population: 36_621_000n },
  { code: "PT", population: 10_639_700n },
  { code: "RO", population: 19_064_400n },
  { code: "SE", population: 10_551_700n },
  { code: "SI", population: 2_123_900n },
  { code: "SK", population: 5_424_700n },
] as const;

export type StateCode = (typeof states)[number]["code"];

/** ISO 3166-1 alpha-2 code as the registry keeps it: ASCII, left-aligned in 32 bytes. */
export const memberCode = (code: string): Hex => stringToHex(code, { size: 32 });

/** Fixed account id of a member state. Nobody holds a key for it: it is the end of a hash. */
export const memberAccount = (code: string): Address =>
  slice(keccak256(concat([toBytes("foedus:member:"), toBytes(code)])), 12);
