import type { SystemAddresses } from "../../deploy/deploy.ts";
import type {
  Prepared,
  PreparingChain,
  ProposalScript,
} from "../../deploy/proposals/proposal-script.ts";
import { Fork } from "./fork.ts";
import { contentOf, type ProposalContent } from "./proposal-content.ts";
import { walk, type Walk, type WalkStep } from "./walk.ts";

/** A node whose state is tried on; nothing is sent to it. */
export interface Source {
  rpc: string;
  chainId: number;
  addresses: SystemAddresses;
}

/** What a proposal would do to the chain as it is at present. */
export interface Simulation extends Walk {
  content: ProposalContent;
  prepared: Prepared;
}

/** Walks a script on a copy of a node's state in this process: prepares, proposes what it enacts, and verifies after the execution. */
export async function simulate(script: ProposalScript, source: Source): Promise<Simulation> {
  const { addresses } = source;
  const fork = await Fork.of(source.rpc, source.chainId);
  try {
    const chain = { client: fork.client, addresses };
    const preparing: PreparingChain = {
      ...chain,
      preparer: fork.anybody,
      deploy: (name, args) => fork.deploy(name, args),
      send: ({ target, data }) => fork.send(fork.anybody, target, data),
    };
    const prepared = (await script.prepare?.(preparing)) ?? {};
    const calls = await script.enact(chain, prepared);
    const content = await contentOf(script, calls, addresses.Council);
    const walked = await walk(fork, content, { addresses });
    await script.verify(chain, prepared);
    return { ...walked, content, prepared };
  } finally {
    await fork.close();
  }
}

/** Walks a proposal as it would be proposed, with nothing to prepare before and nothing of its own to verify after. */
export async function simulateContent(
  content: ProposalContent,
  source: Source,
  onStep?: (step: WalkStep) => void,
): Promise<Simulation> {
  onStep?.({ at: "copy" });
  const fork = await Fork.of(source.rpc, source.chainId);
  try {
    const walked = await walk(fork, content, { addresses: source.addresses, onStep });
    return { ...walked, content, prepared: {} };
  } finally {
    await fork.close();
  }
}
