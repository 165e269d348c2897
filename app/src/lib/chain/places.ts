/** Places of members in their body that a bitmap of a contract names: bit `i` stands for place `i`. */
export const placesIn = (bitmap: bigint): number[] =>
  Array.from({ length: 256 }, (_, place) => place).filter(
    (place) => (bitmap >> BigInt(place)) & 1n,
  );
