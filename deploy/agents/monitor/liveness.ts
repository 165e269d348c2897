import type { Address } from "viem";

import type { Block } from "../clients/node-client.ts";

/** How often a validator was heard within a span of blocks. */
export interface Liveness {
  validator: Address;
  /** Its turns: blocks that it was to seal. */
  expected: number;
  /** Blocks that it sealed. */
  sealed: number;
}

/**
 * Counts who proposed the blocks of a span without a gap. Turns go round, so that each validator has an equal share of them; whoever stood
 * in for others has sealed more, and is counted as if it had been its turn.
 */
export function livenessOf(
  blocks: readonly Pick<Block, "proposer">[],
  validators: readonly Address[],
): Liveness[] {
  const turns = Math.floor(blocks.length / validators.length);
  const proposers = blocks.map(({ proposer }) => proposer.toLowerCase());
  return validators.map((validator) => {
    const sealed = proposers.filter((proposer) => proposer === validator.toLowerCase()).length;
    return { validator, expected: Math.max(turns, sealed), sealed };
  });
}
