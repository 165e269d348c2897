import { type Address, getAddress } from "viem";

import { authorityAbi } from "../../generated/contracts/Authority.ts";
import { circuitBreakerAbi } from "../../generated/contracts/CircuitBreaker.ts";
import { councilAbi } from "../../generated/contracts/Council.ts";
import { decisionClassesAbi } from "../../generated/contracts/DecisionClasses.ts";
import { memberRegistryAbi } from "../../generated/contracts/MemberRegistry.ts";
import { permissionViewsAbi } from "../../generated/contracts/PermissionViews.ts";
import { vetoesAbi } from "../../generated/contracts/Vetoes.ts";
import { groupIds } from "../circuits.ts";
import { copyAuthority, differenceOfAuthorities } from "./authority-copy.ts";
import {
  callOf,
  type Prepared,
  type ProposalChain,
  type ProposedCall,
  type ProposalScript,
} from "./proposal-script.ts";
import { admitSuccessor, bodiesOf, deploySuccessor, type KnownBody } from "./succession.ts";

/** Every target asks another Authority from one transaction on, and each body gets a Council that does so: see `docs/guides/hand-over.md`. */
const script: ProposalScript = {
  title: "Replace the Authority and the Councils of all bodies",
  reasons: `An Authority with the code of the present release takes over with the same roles, delays and functions. As a Council keeps its
Authority for ever, each body gets a Council with the same settings. Members, their mandates, the classes of decisions and everything in
the registers stay as they are. What the present Councils have approved and not executed can never be executed any more.`,

  async prepare(chain) {
    const { addresses, client, deploy, preparer } = chain;
    const expiration = await client.readContract({
      address: addresses.Authority,
      abi: authorityAbi,
      functionName: "expiration",
    });
    const authority = await deploy("Authority", [preparer, expiration]);
    const successors: Record<Address, Address> = {};
    for (const { council } of await bodiesOf(chain))
      successors[council] = await deploySuccessor(chain, council, authority);
    await copyAuthority(chain, authority, successors);
    return { authority, ...successors };
  },

  async enact(chain, prepared) {
    const { addresses, client } = chain;
    const successor = asAddress(prepared, "authority");
    const successors = successorsIn(prepared);
    const difference = await differenceOfAuthorities(chain, successor, successors);
    if (difference !== undefined) throw new Error(difference);

    const known = await bodiesOf(chain);
    const own = { address: addresses.DecisionClasses, abi: decisionClassesAbi } as const;
    const calls: ProposedCall[] = Object.values(successors).map((council) =>
      callOf(own, "pinTarget", [council]),
    );
    for (const body of known) {
      const council = asAddress(prepared, body.council);
      const table = await client.readContract({
        address: body.council,
        abi: councilAbi,
        functionName: "classTable",
      });
      calls.push(callOf({ ...own, address: table }, "pinTarget", [successor]));
      calls.push(...(await rightsToPause(chain, body.council, council)));
      calls.push(...replaceBody(chain, known, body, council));
    }
    calls.push(...(await rightsOfVeto(chain, successors)));
    const authority = { address: addresses.Authority, abi: authorityAbi } as const;
    for (const target of await targetsOf(chain))
      calls.push(callOf(authority, "updateAuthority", [target, successor]));
    return calls;
  },

  async verify(chain, prepared) {
    const successor = asAddress(prepared, "authority");
    const difference = await differenceOfAuthorities(chain, successor, successorsIn(prepared));
    if (difference !== undefined) throw new Error(difference);
    const left = await targetsOf(chain);
    if (left.length > 0)
      throw new Error(
        `${left.join(", ")} still asks the Authority at ${chain.addresses.Authority}.`,
      );
    for (const { council } of await bodiesOf(chain)) {
      if (!Object.values(successorsIn(prepared)).includes(council))
        throw new Error(`Nodes let members through to ${council}, which is no successor.`);
    }
  },
};

/** Targets that ask the present Authority. */
async function targetsOf({ addresses, client }: ProposalChain): Promise<Address[]> {
  const targets = await client.readContract({
    address: addresses.Authority,
    abi: authorityAbi,
    functionName: "targets",
  });
  const asked = await Promise.all(
    targets.map((address) =>
      // All that is managed answers this one alike.
      client.readContract({ address, abi: memberRegistryAbi, functionName: "authority" }),
    ),
  );
  return targets.filter((_, index) => asked[index] === addresses.Authority);
}

/** Moves a Council's rights to pause to its successor, with what is left of their terms. */
async function rightsToPause(
  { addresses, client }: ProposalChain,
  predecessor: Address,
  successor: Address,
): Promise<ProposedCall[]> {
  const breaker = { address: addresses.CircuitBreaker, abi: circuitBreakerAbi } as const;
  const now = (await client.getBlock()).timestamp;
  const calls: ProposedCall[] = [];
  for (const group of groupIds) {
    const { notAfter } = await client.readContract({
      ...breaker,
      functionName: "right",
      args: [predecessor, group],
    });
    const left = BigInt(notAfter) - now;
    if (left <= 0n) continue;
    calls.push(callOf(breaker, "arm", [successor, group, Number(left)]));
    calls.push(callOf(breaker, "disarm", [predecessor, group]));
  }
  return calls;
}

/** Gives every right of veto that is in force again, on the successors and to the successors. */
async function rightsOfVeto(
  { addresses, client }: ProposalChain,
  successors: Readonly<Record<Address, Address>>,
): Promise<ProposedCall[]> {
  const vetoes = { address: addresses.Vetoes, abi: vetoesAbi } as const;
  const granted = await client.getContractEvents({
    ...vetoes,
    eventName: "VetoGranted",
    fromBlock: 0n,
    strict: true,
  });
  const now = (await client.getBlock()).timestamp;
  const pairs = new Map(
    granted.map(({ args: { council, holder } }) => [`${council} ${holder}`, { council, holder }]),
  );
  const calls: ProposedCall[] = [];
  for (const { council, holder } of pairs.values()) {
    const [notAfter, targets] = await client.readContract({
      ...vetoes,
      functionName: "vetoRight",
      args: [council, holder],
    });
    const successor = successors[council];
    if (BigInt(notAfter) <= now || successor === undefined) continue;
    const to = successors[holder] ?? holder;
    calls.push(callOf(vetoes, "grantVeto", [successor, to, targets, notAfter]));
  }
  return calls;
}

/** The successor in the place of the body's Council, whether there is room for both or not. */
function replaceBody(
  chain: ProposalChain,
  known: readonly KnownBody[],
  body: KnownBody,
  successor: Address,
): ProposedCall[] {
  const views = { address: chain.addresses.PermissionViews, abi: permissionViewsAbi } as const;
  const calls = admitSuccessor(chain, known, body, successor);
  return calls.length > 1 ? calls : [...calls, callOf(views, "removeBody", [body.council])];
}

/** The Councils that were prepared, by those whose place they take. */
const successorsIn = (prepared: Prepared): Record<Address, Address> =>
  Object.fromEntries(
    Object.entries(prepared).filter(([predecessor]) => predecessor.startsWith("0x")),
  ) as Record<Address, Address>;

function asAddress(prepared: Prepared, name: string): Address {
  const address = prepared[name];
  if (address === undefined)
    throw new Error(`Nothing was prepared for ${name}. Prepare and submit it again.`);
  return getAddress(address);
}

export default script;
