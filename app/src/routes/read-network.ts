import { validatorsFromContract } from "#lib/chain/contract-views.ts";
import type { PageSources } from "#lib/chain/events.ts";
import { readRegisters } from "#lib/chain/read-registers.ts";
import { validatorsQuery } from "#lib/index/nodes.ts";
import { indexOrContract } from "#lib/index/or-contract.ts";

type Hex = `0x${string}`;

/** The network in a few words: its validators with their nodes, and how many nodes belong to it. */
export interface Network {
  validators: {
    id: Hex;
    node: { id: Hex; host: string; organisation: { id: Hex; name: string } } | null;
  }[];
  activeNodes: number;
}

export async function readNetwork({
  index,
  chain,
  addresses,
  isLate,
}: PageSources): Promise<Network> {
  const { validators, activeNodes } = await indexOrContract(
    async (): Promise<Network> => {
      const answer = await index.ask(validatorsQuery, {});
      return { validators: answer.validators, activeNodes: answer.nodes.length };
    },
    async () => {
      const [inSet, { nodes }] = await Promise.all([
        validatorsFromContract(chain, addresses),
        readRegisters(chain, addresses),
      ]);
      return {
        validators: inSet.map((id) => ({
          id,
          node: nodes.find(({ address }) => address === id) ?? null,
        })),
        activeNodes: nodes.filter(({ status }) => status === "active").length,
      };
    },
    isLate,
  );
  return { validators, activeNodes };
}
