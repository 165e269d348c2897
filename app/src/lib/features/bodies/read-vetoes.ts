import { vetoesAbi } from "#generated/contracts/Vetoes.ts";
import { blockTimes, type EventReader, type PageSources, wholeChain } from "#lib/chain/events.ts";
import type { Addresses } from "#lib/endpoints.ts";
import { vetoesQuery } from "#lib/index/bodies.ts";
import { indexOrContract, type Source } from "#lib/index/or-contract.ts";

import { type Veto, type VetoEvent, type VetoGrant, vetoGrants } from "./vetoes.ts";

type Hex = `0x${string}`;

export interface Vetoes {
  source: Source;
  /** Every right that was ever given, the latest first. */
  grants: VetoGrant[];
  /** What was stopped by such a right, the latest first. */
  used: Veto[];
}

/** Who may stop decisions of which body, who could before, and what was stopped. */
export async function readVetoes({
  index,
  chain,
  addresses,
  isLate,
}: PageSources): Promise<Vetoes> {
  const { source, events, used } = await indexOrContract(
    async () => {
      const answer = await index.ask(vetoesQuery, {});
      const given = answer.vetoGranteds.map(
        ({ ordinal, timestamp: at, right, targets, notAfter, transaction }): VetoEvent => ({
          ordinal,
          at,
          ...right,
          ...transaction,
          granted: { targets, notAfter },
        }),
      );
      const taken = answer.vetoRevokeds.map(
        ({ ordinal, timestamp: at, right, transaction }): VetoEvent => ({
          ordinal,
          at,
          ...right,
          ...transaction,
          granted: null,
        }),
      );
      return {
        events: [...given, ...taken],
        used: answer.vetoeds.map(({ proposal, timestamp: at, ...rest }): Veto => ({
          council: proposal.body.id,
          proposalId: proposal.proposalId,
          proposal: { number: proposal.number, description: proposal.description },
          at,
          ...rest,
        })),
      };
    },
    () => vetoesFromEvents(chain, addresses),
    isLate,
  );
  return { source, grants: vetoGrants(events), used };
}

async function vetoesFromEvents(
  chain: EventReader,
  { Vetoes: address }: Pick<Addresses, "Vetoes">,
): Promise<{ events: VetoEvent[]; used: Veto[] }> {
  const said = await chain.getContractEvents({ address, abi: vetoesAbi, ...wholeChain });
  const timeOf = await blockTimes(chain, said);
  const events: VetoEvent[] = [];
  const used: Veto[] = [];
  for (const event of said) {
    const told = { at: timeOf(event.blockNumber), transaction: event.transactionHash };
    switch (event.eventName) {
      case "VetoGranted":
      case "VetoRevoked":
        events.push({
          ...told,
          ordinal: (event.blockNumber << 32n) + BigInt(event.logIndex),
          council: lower(event.args.council),
          holder: lower(event.args.holder),
          // Which decision it was is said by the Council, not by this contract.
          decision: null,
          granted:
            event.eventName === "VetoGranted"
              ? { targets: event.args.targets.map(lower), notAfter: event.args.notAfter }
              : null,
        });
        break;
      case "Vetoed":
        used.unshift({
          ...told,
          council: lower(event.args.council),
          proposalId: event.args.proposalId,
          proposal: null,
          holder: lower(event.args.holder),
          reason: event.args.reason,
        });
        break;
      case "AuthorityUpdated":
        // Whom the contract asks is no right to stop anything.
        break;
    }
  }
  return { events, used };
}

function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex;
}
