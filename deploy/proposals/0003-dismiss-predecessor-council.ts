import type { Address } from "viem";

import { authorityAbi } from "../../generated/contracts/Authority.ts";
import { permissionViewsAbi } from "../../generated/contracts/PermissionViews.ts";
import { callOf, type ProposalChain, type ProposalScript } from "./proposal-script.ts";
import { bodiesOf, holdersOf, holdingsOf } from "./succession.ts";

/** The role that administers all others. */
const admin = 0n;

/** The second of two decisions by which a Council with other code takes over, made by the successor: see `docs/guides/hand-over.md`. */
const script: ProposalScript = {
  title: "Dismiss the Council that came before this one",
  reasons: `This Council holds every role that its predecessor holds, and this decision shows that it works. The predecessor loses all of its roles.
What it has approved and not executed can never be executed any more.`,

  async enact(chain) {
    const { addresses } = chain;
    const authority = { address: addresses.Authority, abi: authorityAbi } as const;
    const views = { address: addresses.PermissionViews, abi: permissionViewsAbi } as const;
    const known = await bodiesOf(chain);
    const calls = [];
    for (const predecessor of await predecessorsOf(chain)) {
      const held = await holdingsOf(chain, addresses.Authority, predecessor);
      calls.push(
        ...held.map(({ role }) => callOf(authority, "revokeRole", [role, predecessor])),
        ...(known.some(({ council }) => council === predecessor)
          ? [callOf(views, "removeBody", [predecessor])]
          : []),
      );
    }
    if (calls.length === 0)
      throw new Error(
        `Nobody but the Council at ${addresses.Council} administers the Authority. Write the successor's address into addresses.json first.`,
      );
    return calls;
  },

  async verify(chain) {
    const left = await predecessorsOf(chain);
    if (left.length > 0) throw new Error(`${left.join(", ")} still administers the Authority.`);
  },
};

/** Who else administers, beside the Council that `addresses` name. */
async function predecessorsOf(chain: ProposalChain): Promise<Address[]> {
  const { Authority, Council } = chain.addresses;
  return (await holdersOf(chain, Authority, admin)).filter((holder) => holder !== Council);
}

export default script;
