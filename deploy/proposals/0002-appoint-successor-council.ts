import type { Address } from "viem";

import { authorityAbi } from "../../generated/contracts/Authority.ts";
import { decisionClassesAbi } from "../../generated/contracts/DecisionClasses.ts";
import { callOf, type ProposalScript } from "./proposal-script.ts";
import { admitSuccessor, bodiesOf, deploySuccessor, holdingsOf } from "./succession.ts";

/** The first of two decisions by which a Council with other code takes over: see `docs/guides/hand-over.md`. */
const script: ProposalScript = {
  title: "Appoint a successor to the Council of the Assembly",
  reasons: `A Council with the code of the present release gets every role that this one has, with the same delays. Members, their mandates, the
classes of decisions and everything in the registers stay as they are. This Council keeps its roles until the successor takes them
from it by a decision of its own, which proves that it works.`,

  async prepare(chain) {
    return { successor: await deploySuccessor(chain, chain.addresses.Council) };
  },

  async enact(chain, prepared) {
    const { addresses } = chain;
    const successor = prepared["successor"] as Address;
    const authority = { address: addresses.Authority, abi: authorityAbi } as const;
    const classes = { address: addresses.DecisionClasses, abi: decisionClassesAbi } as const;
    const known = await bodiesOf(chain);
    const present = { council: addresses.Council, memberRegistry: addresses.MemberRegistry };
    const held = await holdingsOf(chain, addresses.Authority, addresses.Council);
    return [
      ...held.map(({ role, delay }) => callOf(authority, "grantRole", [role, successor, delay])),
      callOf(classes, "pinTarget", [successor]),
      ...admitSuccessor(chain, known, present, successor),
    ];
  },

  async verify(chain, prepared) {
    const { addresses, client } = chain;
    const successor = prepared["successor"] as Address;
    const held = await holdingsOf(chain, addresses.Authority, addresses.Council);
    const taken = await holdingsOf(chain, addresses.Authority, successor);
    for (const { role, delay } of held) {
      const same = taken.some((holding) => holding.role === role && holding.delay === delay);
      if (!same)
        throw new Error(
          `The successor ${successor} does not hold the role ${role} with a delay of ${delay} s.`,
        );
    }
    const pinned = await client.readContract({
      address: addresses.DecisionClasses,
      abi: decisionClassesAbi,
      functionName: "isPinned",
      args: [successor],
    });
    if (!pinned)
      throw new Error(`Calls to the successor ${successor} are not pinned as reinforced.`);
    if (!(await bodiesOf(chain)).some(({ council }) => council === successor))
      throw new Error(`Nodes do not let members through to the successor ${successor}.`);
  },
};

export default script;
