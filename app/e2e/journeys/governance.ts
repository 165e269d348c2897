import { before, describe, it } from "node:test";

import { expect } from "../expect.ts";
import type { Address } from "viem";

import {
  administrator,
  deployer,
  operatorMandateKey,
} from "../../../deploy/networks/local/accounts.ts";
import { memberAccount } from "../../../deploy/networks/local/members.ts";
import { nodeId, organisationId, operators } from "../../../deploy/networks/local/sample.ts";
import { vetoesAbi } from "../../../generated/contracts/index.ts";
import { expectAccessible } from "../accessibility.ts";
import type { Proposal } from "../assembly.ts";
import { MandatesPage } from "../pages/mandates-page.ts";
import { NewProposalPage } from "../pages/new-proposal-page.ts";
import { ProposalPage } from "../pages/proposal-page.ts";
import { Site } from "../pages/site.ts";
import { Wallet } from "../pages/wallet.ts";
import type { Session } from "../session.ts";

const short = (address: string) => `${address.slice(0, 6)}…${address.slice(-4)}`.toLowerCase();

/**
 * What bodies decide about members, rules, times and bodies, made in the form and read on the page; and a veto of an account. Needs the
 * sample and a network with room for a fourth body. DELTA has another mandate key in the Operators' Committee after it, Operator Delta
 * another administrator, the Emergency Council another rule for the simple majority, and the Administrator of Operator Alpha a right of
 * veto.
 */
export function governance(session: () => Session): void {
  const addressOf = (name: string): Address => {
    const address = session().stack.endpoints.addresses[name];
    if (!address) throw new Error(`The endpoints name no ${name}.`);
    return address.toLowerCase() as Address;
  };

  /** Sends the form and opens the proposal. */
  async function propose(form: NewProposalPage): Promise<ProposalPage> {
    await form.sendButton.click();
    await form.main.getByRole("link", { name: "Open the proposal" }).click();
    await expect(form.page).toHaveURL(/\/proposals\/0x/);
    return new ProposalPage(form.page);
  }

  /** The members of the Assembly carry what its form has proposed, past the dApp. */
  async function carry(path: string): Promise<void> {
    const { assembly } = session();
    const id = BigInt(path.split("/").at(-1) ?? "");
    await assembly.approve({ id });
    await session().visit(async (visitor) => {
      const proposal = new ProposalPage(visitor);
      await proposal.open(path);
      await new Wallet(visitor).actAs("Representative of Belgium");
      await proposal.queueButton.click();
      await proposal.expectState("Approved, waiting");
      await assembly.delayEnds({ id });
      await proposal.open(path);
      await proposal.executeButton.click();
      await proposal.expectState("Executed");
    });
  }

  describe("A lost mandate key", () => {
    it("is replaced by a reinforced decision, and the new one accepts", async () => {
      const key = deployer().address.toLowerCase();
      let path = "";
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new");
        await new Wallet(page).actAs("Representative of Finland");
        await form.measure("Replace a lost mandate key");
        await form.field("Body that it concerns").selectOption("Operators' Committee");
        await form.member.selectOption("DELTA");
        const refused: [text: string, why: RegExp][] = [
          ["DELTA", /This is no address/],
          [operatorMandateKey(0).address, /This account has or had an office in this body\./],
          [memberAccount("ALPHA"), /This account has or had an office in this body\./],
          [`0x${"1".padStart(40, "0")}`, /Nobody holds the key of this address/],
        ];
        await form.sendButton.click();
        for (const [text, why] of refused) {
          await form.field("New mandate key").fill(text);
          await expect(form.field("New mandate key")).toHaveAccessibleDescription(why);
        }
        await expectAccessible(page);
        await form.field("New mandate key").fill(key);
        const sentence = `Revoke the mandate of DELTA with all its representatives, and let ${short(key)} accept it: that key would appoint new ones. This concerns the body Operators’ Committee.`;
        await expect(form.preview).toContainText(sentence);
        await expect(form.preview).toContainText("Needs a reinforced majority: 20 of 27 members");
        await form.title.fill("Give DELTA another mandate key");
        const proposal = await propose(form);
        await expect(proposal.article).toContainText(sentence);
        path = new URL(page.url()).pathname;
      });
      await carry(path);
      await session().visit(async (page) => {
        const mandates = new MandatesPage(page);
        await mandates.open(`/mandates?body=${addressOf("OperatorsCommittee")}&member=DELTA`);
        await new Wallet(page).actAs(`Account ${short(key)}`);
        await mandates.acceptButton.click();
        await expect(mandates.mandateKey).toContainText("The mandate of DELTA is accepted");
      });
    });
  });

  describe("A lost administrator", () => {
    it("is recovered by a reinforced decision, and nobody acts for the organisation but the new one", async () => {
      const { identifier, name } = operators[3];
      // Its mandate was revoked before, so that it has no other office.
      const key = operatorMandateKey(3).address.toLowerCase();
      let path = "";
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new");
        await new Wallet(page).actAs("Representative of Finland");
        await form.measure("Recover a lost administrator");
        await form.sendButton.click();
        await expect(form.field("Organisation")).toHaveAccessibleDescription(/Choose one\./);
        await form.field("Organisation").selectOption(name);
        await form.field("Account of the administrator").fill("Delta");
        await expect(form.field("Account of the administrator")).toHaveAccessibleDescription(
          /This is no address/,
        );
        await form.field("Account of the administrator").fill(key);
        const sentence = `Make ${short(key)} the only administrator of ${name}, in place of all present ones.`;
        await expect(form.preview).toContainText(sentence);
        await expect(form.preview).toContainText("Needs a reinforced majority: 20 of 27 members");
        await expectAccessible(page);
        const proposal = await propose(form);
        await expect(proposal.article).toContainText(sentence);
        path = new URL(page.url()).pathname;
      });
      await carry(path);
      await session().visit(async (page) => {
        const site = new Site(page);
        const wallet = new Wallet(page);
        await site.open(`/organisations/${organisationId(identifier)}`);
        await wallet.actAs(`Administrator of ${name}`);
        await expect(site.main).toContainText("You are an administrator of this organisation.");
        await wallet.actAs(`Account ${short(administrator(3).address)}`);
        await expect(site.main).toContainText("Only its administrators act for it");
      });
    });
  });

  describe("Members", () => {
    it("of another body are suspended by a decision that says of which", async () => {
      await session().visit({ theme: "dark", width: 390 }, async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new?measure=suspend-member");
        await new Wallet(page).actAs("Representative of Finland");
        await form.field("Body that it concerns").selectOption("Emergency Council");
        await form.member.selectOption("Ireland");
        await expectAccessible(page);
        const proposal = await propose(form);
        await expect(proposal.article).toContainText(
          "Suspend the member Ireland: it does not vote and does not count until it is reinstated. This concerns the body Emergency Council.",
        );
        await proposal.article.getByRole("link", { name: "Ireland" }).first().click();
        await expect(page).toHaveURL(
          new RegExp(`/bodies/${addressOf("EmergencyCouncil")}/members`),
        );
        await form.open("/proposals/new?measure=reinstate-member");
        await expect(form.main).toContainText("The body has no member that this could concern.");
      });
    });

    it("are added with a code, a seat, a weight and a key of their own", async () => {
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new?measure=register-member");
        await new Wallet(page).actAs("Representative of Finland");
        await form.sendButton.click();
        await form.field("Code").fill("be");
        await expect(form.field("Code")).toHaveAccessibleDescription(/Give capital letters/);
        await form.field("Code").fill("BE");
        await expect(form.field("Code")).toHaveAccessibleDescription(/a member with this code/);
        await form.field("Code").fill("IS");
        await form.field("Seat").selectOption("member");
        await form.weight.fill("0");
        await expect(form.weight).toHaveAccessibleDescription(/whole number from 1 on/);
        await form.weight.fill("68719476735");
        await expect(form.weight).toHaveAccessibleDescription(/Give a whole number from 1 to/);
        await form.weight.fill("383 726");
        await form.field("New mandate key").fill(deployer().address);
        await expectAccessible(page);
        const proposal = await propose(form);
        await expect(proposal.article).toContainText(
          /Register Iceland as a member with a weight of 383,726 inhabitants \(\d{4}\), and let 0xf39f…2266 accept its mandate\./,
        );
      });
    });
  });

  describe("The rule of a class", () => {
    it("begins with what it asks for now, keeps its bounds, and is changed by a reinforced decision", async () => {
      let path = "";
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new?measure=set-rule");
        await new Wallet(page).actAs("Representative of Finland");
        await form.field("Body that it concerns").selectOption("Emergency Council");
        await form.field("Class").selectOption("Simple majority");
        await expect(form.field("Share of the members")).toHaveValue("50 %");
        await form.sendButton.click();
        await expect(form.field("Class")).toHaveAccessibleDescription(/asks for exactly this/);
        const share = form.field("Share of the members");
        for (const [text, why] of [
          ["40 %", /Give a share from 50 % to less than 100 %/],
          ["most", /Give a share in percent/],
        ] as const) {
          await share.fill(text);
          await expect(share).toHaveAccessibleDescription(why);
        }
        await share.fill("60 %");
        await expect(form.field("Class")).toHaveAccessibleDescription(
          /Then a qualified majority could be easier than a simple majority\./,
        );
        await share.fill("54 %");
        await expect(form.preview).toContainText(
          "From now on, a simple majority needs more than 54% of the members. This concerns the body Emergency Council.",
        );
        await expect(form.preview).toContainText("Now: more than 50% of the members in favour.");
        await expect(form.preview).toContainText("Needs a reinforced majority: 20 of 27 members");
        await expectAccessible(page);
        await propose(form);
        path = new URL(page.url()).pathname;
      });
      await carry(path);
      await session().visit(async (page) => {
        const site = new Site(page);
        await site.open(`/bodies/${addressOf("EmergencyCouncil")}`);
        await expect(site.main.getByRole("table", { name: "Rules" })).toContainText(
          "more than 54% of the members in favour.",
        );
      });
    });

    it("and the class of a call are changed in the form as well", async () => {
      await session().visit({ width: 390 }, async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new?measure=list-call");
        await new Wallet(page).actAs("Representative of Finland");
        await form.field("Contract").selectOption("Register of nodes");
        await form.field("Function").selectOption("retireNode, now qualified majority");
        await form.field("Class from then on").selectOption("Qualified majority");
        await form.sendButton.click();
        await expect(form.field("Class from then on")).toHaveAccessibleDescription(
          /stands in this class already/,
        );
        await form.field("Class from then on").selectOption("Unanimity");
        await expectAccessible(page);
        const proposal = await propose(form);
        await expect(proposal.article).toContainText(
          "From now on, require a unanimity for retireNode of Register of nodes.",
        );
      });
    });
  });

  describe("A body", () => {
    it("changes its own times within the bounds of its Council", async () => {
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open(`/proposals/new?body=${addressOf("OperatorsCommittee")}`);
        await new Wallet(page).actAs("Representative of ALPHA (Operators' Committee)");
        await form.measure("Set how long votes stay open");
        await form.field("How long").fill("30");
        await form.field("Unit").selectOption("minutes");
        await form.sendButton.click();
        await expect(form.field("How long")).toHaveAccessibleDescription(
          /from 1 hour to 180 days together with the unit/,
        );
        await form.field("How long").fill("21");
        await form.field("Unit").selectOption("days");
        await expect(form.preview).toContainText(
          "Keep votes open for 21 days (Operators’ Committee).",
        );
        await expect(form.preview).toContainText("Needs a reinforced majority: 3 of 4 members.");
        await expect(form.preview).not.toContainText("population");
        await expectAccessible(page);
        const proposal = await propose(form);
        await expect(proposal.article).toContainText(
          "Keep votes open for 21 days (Operators’ Committee).",
        );
        await expect(proposal.main.getByRole("region", { name: "Majority" })).toBeVisible();
        await expect(proposal.main).not.toContainText(/population|inhabitants/i);
        await expectAccessible(page);
      });
    });

    it("is added once, and another one loses what it was given", async () => {
      await session().visit(async (page) => {
        const form = new NewProposalPage(page);
        await form.open("/proposals/new?measure=add-body");
        await new Wallet(page).actAs("Representative of Finland");
        await form.sendButton.click();
        await form.field("Council of the body").fill(addressOf("EmergencyCouncil"));
        await expect(form.field("Council of the body")).toHaveAccessibleDescription(
          /This body is listed already\./,
        );
        await form.field("Its register of members").fill(addressOf("MemberRegistry"));
        await form.field("Council of the body").fill(addressOf("NodeRegistry"));
        const check = form.preview.getByRole("group", { name: "What the Council says of itself" });
        await expect(check).toContainText("At this address stands no Council.");
        await form.field("Its register of members").fill(addressOf("NodeRegistry"));
        await expect(form.field("Its register of members")).toHaveAccessibleDescription(
          /another contract than the Council/,
        );
        await expectAccessible(page);
        await form.measure("Take a body’s privilege away");
        await form.field("Body").selectOption("Emergency Council");
        await expect(form.preview).toContainText(
          "Take from the body Emergency Council that nobody can shut it out.",
        );
      });
    });
  });

  describe("An account with a right of veto", () => {
    const reason = "The operator was not heard.";
    const holder = "Administrator of Operator Alpha (fictitious)";
    let within: Proposal;
    let outside: Proposal;
    let guarded: Proposal;

    before(async () => {
      const { assembly } = session();
      const { nodeRegistry, organisationRegistry, memberRegistry } = assembly.contracts;
      const vetoes = { address: addressOf("Vetoes"), abi: vetoesAbi };
      await assembly.enact("# Let an account stop decisions on nodes", [
        assembly.call(vetoes, "grantVeto", [
          addressOf("Council"),
          administrator(0).address,
          [nodeRegistry.address],
          (await assembly.now()) + 30 * 86_400,
        ]),
      ]);
      const suspend = assembly.call(nodeRegistry, "suspendNode", [nodeId(1)]);
      within = await assembly.propose("LU", "# Suspend a validator unheard", [suspend]);
      outside = await assembly.propose("HR", "# Suspend an operator", [
        assembly.call(organisationRegistry, "suspendOrganisation", [
          organisationId(operators[1].identifier),
        ]),
      ]);
      guarded = await assembly.propose("LT", "# Suspend a validator and a member", [
        suspend,
        assembly.call(memberRegistry, "suspendMember", [memberAccount("MT")]),
      ]);
    });

    it("is told what it can stop, and why not what it cannot", async () => {
      await session().visit({ theme: "dark", width: 390 }, async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(outside.path);
        await expect(proposal.stopping).toBeHidden();
        await new Wallet(page).actAs(holder);
        await expect(proposal.stopping).toContainText("Those with a call to: Register of nodes");
        await proposal.expectRefused(
          proposal.stopButton,
          /No call of this proposal goes to a contract of your right\./,
        );
        await proposal.open(guarded.path);
        await proposal.expectRefused(
          proposal.stopButton,
          /A call goes to a contract whose decisions nobody can stop: Register of members\./,
        );
        await expectAccessible(page);
      });
    });

    it("stops a proposal with a reason, once it is sure", async () => {
      await session().visit(async (page) => {
        const proposal = new ProposalPage(page);
        await proposal.open(within.path);
        await new Wallet(page).actAs(holder);
        await proposal.stopButton.click();
        const why = proposal.stopping.getByRole("textbox", { name: "Why it is stopped" });
        await expect(why).toHaveAccessibleDescription(/Say why/);
        await why.fill("é".repeat(600));
        await expect(why).toHaveAccessibleDescription(/176/);
        await why.fill(reason);
        await proposal.stopButton.click();
        await expect(proposal.stopping).toContainText("The proposal ends at once and for good");
        await expectAccessible(page);
        await proposal.stopping.getByRole("button", { name: "Yes, stop it for good" }).click();
        await proposal.expectState("Cancelled");
        await expect(proposal.main).toContainText("Stopped by a veto");
        await expect(proposal.main).toContainText(reason);
        await expectAccessible(page);
        await proposal.open(within.path);
        await expect(proposal.stopping).toBeHidden();
      });
    });
  });
}
