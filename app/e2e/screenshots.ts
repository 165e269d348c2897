/**
 * Pictures of the important pages, to be looked at by people: node app/e2e/screenshots.ts <folder>
 * Light and dark, wide and narrow, each page as a whole.
 */
import path from "node:path";

import type { Page } from "playwright";

import {
  authorities,
  nodeId,
  operators,
  organisationId,
} from "../../deploy/networks/local/sample.ts";
import { NewProposalPage } from "./pages/new-proposal-page.ts";
import { ProposalPage } from "./pages/proposal-page.ts";
import { Site } from "./pages/site.ts";
import { Wallet } from "./pages/wallet.ts";
import { type Session, startSession } from "./session.ts";
import { sampleProposals } from "./sample-proposals.ts";

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  process.stderr.write("Say where the pictures go: node app/e2e/screenshots.ts <folder>\n");
  process.exit(2);
}

type Shot = (name: string) => Promise<void>;

async function takeAll(page: Page, shot: Shot): Promise<void> {
  const site = new Site(page);
  const wallet = new Wallet(page);
  const proposal = new ProposalPage(page);
  const form = new NewProposalPage(page);
  const pages: [name: string, path: string][] = [
    ["home", "/"],
    ["proposals", "/proposals"],
    ["proposal-open", sampleProposals.open],
    ["proposal-rejected", sampleProposals.rejected],
    ["proposal-executed", sampleProposals.executed],
    ["members", "/members"],
    ["member", "/members/DE"],
    ["organisations", "/organisations"],
    ["organisation", `/organisations/${organisationId(operators[1].identifier)}`],
    ["nodes", "/nodes"],
    ["node-pending", `/nodes/${nodeId(4)}`],
    ["node-active", `/nodes/${nodeId(0)}`],
    ["node-drifts", `/nodes/${nodeId(2)}`],
    ["organisation-top", `/organisations/${organisationId(authorities[0].identifier)}`],
    ["networks", "/networks"],
    ["network", "/networks/31337"],
    ["drift", "/networks/31337/drift"],
    ["register", "/nodes/register"],
    ["join", `/join?node=${nodeId(4)}`],
    ["accounts", `/accounts?organisation=${organisationId(operators[1].identifier)}`],
    ["permissions", "/permissions"],
    ["propose-upgrade", "/proposals/new?measure=upgrade"],
    ["payments", "/payments"],
    ["streams", "/payments/streams"],
    ["subscriptions", "/payments/subscriptions"],
    ["treasury", "/payments/treasury"],
    ["new-payment", "/payments/new"],
    ["new-milestones", "/payments/new?kind=milestones"],
    ["new-stream", "/payments/new?kind=stream"],
    ["new-subscription", "/payments/new?kind=subscription"],
    ["not-found", "/proposals/999"],
    ["proposal-french", `/fr${sampleProposals.open}`],
  ];
  for (const [name, address] of pages) {
    await site.open(address);
    await shot(name);
  }

  // What the chain named, behind the first link to it.
  for (const [name, list, link] of [
    ["payment", "/payments", "/payments/0x"],
    ["stream", "/payments/streams", "/payments/streams/0x"],
    ["subscription", "/payments/subscriptions", "/payments/subscriptions/0x"],
    ["budget-line", "/payments/treasury", "/payments/treasury/0x"],
    ["contributions", "/payments/treasury", "/payments/treasury/contributions/0x"],
  ] as const) {
    await site.open(list);
    const address = await page.locator(`main a[href*="${link}"]`).first().getAttribute("href");
    await site.open(address ?? list);
    await shot(name);
  }

  await site.open(sampleProposals.open);
  await wallet.open();
  await wallet.choice.pressSequentially("Aus");
  await shot("wallet");
  await wallet.dialog.getByRole("option", { name: "Representative of Austria" }).click();
  await wallet.expectActsAs("Representative of Austria");
  await shot("proposal-to-vote");
  await proposal.castButton.click();
  await shot("proposal-vote-missing");
  await site.open("/");
  await shot("home-needs-action");

  await site.open("/proposals/new");
  await form.sendButton.click();
  await shot("propose-nothing-filled-in");
  await form.measure("Retire a node");
  await form.node.selectOption({ index: 1 });
  await shot("propose");
  await page.emulateMedia({ media: "print" });
  await site.open(sampleProposals.executed);
  await shot("print-proposal");
}

/** The same pages while the contracts stand in for the index. */
async function takeFromContracts(page: Page, shot: Shot, why: string): Promise<void> {
  const site = new Site(page);
  for (const [name, address] of [
    ["home", "/"],
    ["proposal", sampleProposals.open],
    ["propose", "/proposals/new"],
    ["nodes", "/nodes"],
    ["node", `/nodes/${nodeId(0)}`],
    ["organisation", `/organisations/${organisationId(operators[1].identifier)}`],
    ["network", "/networks/31337"],
    ["member", "/members/DE"],
  ] as const) {
    await site.open(address);
    await shot(`${why}-${name}`);
  }
}

async function takeEverywhere(
  session: Session,
  into: string,
  take: (page: Page, shot: Shot) => Promise<void>,
): Promise<void> {
  for (const theme of ["light", "dark"] as const) {
    for (const width of [1280, 390]) {
      await session.visit({ theme, width, tolerates: [/status of (404|50\d)/] }, async (page) => {
        await take(page, async (name) => {
          await page.screenshot({
            path: path.join(into, `${name}-${theme}-${width}.png`),
            fullPage: true,
          });
        });
      });
    }
  }
}

const session = await startSession();
try {
  const into = path.resolve(folder);
  await takeEverywhere(session, into, takeAll);
  await session.withLateIndex(() =>
    takeEverywhere(session, into, (page, shot) => takeFromContracts(page, shot, "index-late")),
  );
  await session.withoutIndex(() =>
    takeEverywhere(session, into, (page, shot) => takeFromContracts(page, shot, "index-gone")),
  );
} finally {
  await session.stop();
}
