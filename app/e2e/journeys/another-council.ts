import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { before, describe, it } from "node:test";

import {
  type Abi,
  type Address,
  createPublicClient,
  getAddress,
  type Hex,
  http,
  keccak256,
  toBytes,
} from "viem";

import type { SystemAddresses } from "../../../deploy/deploy.ts";
import appointSuccessor from "../../../deploy/proposals/0002-appoint-successor-council.ts";
import dismissPredecessor from "../../../deploy/proposals/0003-dismiss-predecessor-council.ts";
import type { PreparingChain } from "../../../deploy/proposals/proposal-script.ts";
import { expectAccessible } from "../accessibility.ts";
import { Assembly, type Call, type Proposal, representativeOf } from "../assembly.ts";
import { expect } from "../expect.ts";
import { Site } from "../pages/site.ts";
import type { Session } from "../session.ts";

const root = path.resolve(import.meta.dirname, "../../..");
const by = "BE";
const body = "Assembly of Members";

/**
 * Another Council takes over from that of the Assembly. Needs members who carry a decision; leaves a dApp that speaks of the successor, and a
 * Council of the founding without any role: nothing can follow.
 */
export function anotherCouncil(session: () => Session): void {
  describe("Another Council takes over", () => {
    let successor: Address;
    const founding = () => session().stack.endpoints.addresses as unknown as SystemAddresses;
    const now = (): SystemAddresses => ({ ...founding(), Council: successor });

    const chainOf = (addresses: SystemAddresses): PreparingChain => {
      const { assembly, stack } = session();
      const preparer = representativeOf(by);
      return {
        client: createPublicClient({ transport: http(stack.endpoints.rpc), cacheTime: 0 }),
        addresses,
        preparer,
        send: (call) => assembly.send(preparer, call),
        deploy: async (name, args = []) =>
          getAddress(await assembly.deploy(preparer, artifactOf(name), args)),
      };
    };

    before(async () => {
      const chain = chainOf(founding());
      const prepared = (await appointSuccessor.prepare?.(chain)) ?? {};
      successor = getAddress(prepared["successor"] ?? "");
      const calls = await appointSuccessor.enact(chain, prepared);
      await session().assembly.enact(`# ${appointSuccessor.title}`, calls);
      await appointSuccessor.verify(chain, prepared);
    });

    it("and both are named while both are in power", async () => {
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open(`/bodies/${founding().Council.toLowerCase()}`);
        const notice = site.main.getByText(`Two Councils decide for the members of ${body}`);
        await expect(notice).toBeVisible();
        await site.main.getByTitle(successor.toLowerCase()).first().click();
        await expect(page).toHaveURL(`/bodies/${successor.toLowerCase()}`);
        await expect(notice).toBeVisible();
        await expectAccessible(page);
      });
    });

    describe("and has dismissed its predecessor", () => {
      const notice = `Before the present Council of ${body} another one decided for its members.`;

      before(async () => {
        const { stack, index } = session();
        const { endpoints, endpointsFile } = stack;
        const present = { ...endpoints, addresses: { ...endpoints.addresses, Council: successor } };
        const calls = await dismissPredecessor.enact(chainOf(now()), {});
        await carry(new Assembly(present, index), dismissPredecessor.title, calls);
        await dismissPredecessor.verify(chainOf(now()), {});
        // As `network up` writes it once the operator has put the successor into addresses.json.
        const file = path.join(path.dirname(endpointsFile), "dapp", "endpoints.json");
        writeFileSync(file, JSON.stringify(present));
        await expect
          .poll(async () => (await fetch(`${session().origin}/bodies/${successor}`)).status)
          .toBe(200);
      });

      for (const [where, at] of [
        ["the list of proposals", () => "/proposals"],
        ["the page of the body", () => `/bodies/${successor.toLowerCase()}`],
        ["its minutes", () => "/minutes"],
      ] as const) {
        it(`is told on ${where}`, async () => {
          await session().visit(async (page) => {
            const site = new Site(page);
            await site.open(at());
            await expect(site.main.getByText(notice)).toHaveCount(1);
            const named = site.main.getByTitle(founding().Council.toLowerCase());
            await expect(named.first()).toBeVisible();
            await expectAccessible(page);
          });
        });
      }

      it("is told in French as well, without a script", async () => {
        await session().visit({ javaScript: false, width: 390 }, async (page) => {
          await page.goto("/fr/proposals");
          await expect(page.getByRole("main")).toContainText(
            "Avant le conseil actuel, un autre a décidé pour les membres de l’organe",
          );
        });
      });
    });
  });
}

/** The way of a decision of a Council whose proposals the index does not number. */
async function carry(assembly: Assembly, title: string, calls: readonly Call[]): Promise<void> {
  const { council } = assembly.contracts;
  const description = `# ${title}`;
  const args: Proposal["args"] = [
    calls.map(({ target }) => target),
    calls.map(() => 0n),
    calls.map(({ data }) => data),
    keccak256(toBytes(description)),
  ];
  const content = [args[0], args[1], args[2], description] as const;
  await assembly.send(representativeOf(by), assembly.call(council, "propose", content));
  const id = await assembly.read({ ...council, functionName: "getProposalId", args });
  const proposal = { id, args, path: "" };
  await assembly.approve(proposal);
  await assembly.queue(proposal);
  await assembly.delayEnds(proposal);
  await assembly.execute(proposal);
}

function artifactOf(name: string): { abi: Abi; bytecode: Hex } {
  const file = path.join(root, "artifacts/contracts/governance", `${name}.sol`, `${name}.json`);
  return JSON.parse(readFileSync(file, "utf8")) as { abi: Abi; bytecode: Hex };
}
