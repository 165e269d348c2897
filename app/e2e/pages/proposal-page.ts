import type { Locator, Page } from "playwright";
import { expect } from "../expect.ts";

import { Site } from "./site.ts";

export type Choice = "In favour" | "Against" | "Abstain";

/** The page of one proposal. */
export class ProposalPage extends Site {
  readonly article: Locator;
  readonly vote: Locator;
  readonly majorities: Locator;
  readonly next: Locator;
  readonly calls: Locator;
  readonly votes: Locator;
  readonly timeline: Locator;
  readonly queueButton: Locator;
  readonly executeButton: Locator;
  readonly castButton: Locator;
  readonly document: Locator;
  readonly checkDocument: Locator;
  readonly deliberation: Locator;
  readonly sponsorButton: Locator;
  readonly moreTimeButton: Locator;
  readonly stopping: Locator;
  readonly stopButton: Locator;

  constructor(page: Page) {
    super(page);
    const section = (name: string) => this.main.getByRole("region", { name, exact: true });
    this.article = this.main.getByRole("article");
    this.vote = section("Your vote");
    this.majorities = section("Both majorities");
    this.next = section("Next step");
    this.calls = section("What it calls");
    this.votes = section("Votes");
    this.timeline = this.main.getByRole("list", { name: "Timeline" });
    this.queueButton = this.next.getByRole("button", { name: "Queue", exact: true });
    this.executeButton = this.next.getByRole("button", { name: "Execute", exact: true });
    this.document = section("Document");
    this.checkDocument = this.document.getByLabel("Check a document", { exact: true });
    this.deliberation = section("Co-sponsors, and more time");
    this.sponsorButton = this.deliberation.getByRole("button", {
      name: "Stand behind this proposal",
    });
    this.moreTimeButton = this.deliberation.getByRole("button", { name: "Ask for more time" });
    this.stopping = section("Your right to stop it");
    this.stopButton = this.stopping.getByRole("button", { name: "Stop this proposal" });
    this.castButton = this.vote.getByRole("button", { name: "Cast the vote" });
  }

  async expectState(word: string): Promise<void> {
    await expect(this.article.getByText(word, { exact: true }).first()).toBeVisible();
  }

  /** One of the two bars, by what it says to somebody who does not see it. */
  async expectBar(summary: string): Promise<void> {
    await expect(this.majorities.getByRole("group", { name: summary })).toBeVisible();
  }

  segment(bar: "Members" | "Population", member: string): Locator {
    return this.majorities
      .getByRole("group", { name: new RegExp(`^${bar}:`) })
      .getByRole("link", { name: new RegExp(`^${member}:`) });
  }

  row(member: string): Locator {
    return this.votes.getByRole("row", { name: new RegExp(`^${member} `) });
  }

  async castVote(choice: Choice, reason = ""): Promise<void> {
    await this.vote.getByRole("radio", { name: new RegExp(`^${choice}`) }).check();
    if (reason !== "") await this.vote.getByRole("textbox", { name: /^Reason/ }).fill(reason);
    await this.castButton.click();
  }

  /** The ballot of one member, where the reader has several. */
  ballotOf(code: string): Locator {
    return this.vote.locator(`[data-member="${code}"]`);
  }

  async votingWay(
    way:
      "Send it myself" | "Sign, and let the relayer send it" | "Passkey" | "P-256 key or RSA seal",
  ) {
    await this.vote.getByRole("radio", { name: new RegExp(`^${way}`) }).check();
  }

  /** Fills in a ballot and signs it; what becomes of it is said in its place. */
  async signVote(choice: Choice, ballot = this.vote): Promise<void> {
    await ballot.getByRole("radio", { name: new RegExp(`^${choice}`) }).check();
    await ballot.getByRole("button", { name: /^Sign (the vote|with the passkey)$/ }).click();
  }

  /** A button that cannot be used stays reachable and says why. */
  async expectRefused(button: Locator, why: string | RegExp): Promise<void> {
    await expect(button).toBeDisabled();
    await expect(button).toHaveAccessibleDescription(why);
  }

  step(title: string): Locator {
    return this.timeline.getByRole("listitem").filter({ hasText: title });
  }

  /** A step that has happened names its transaction; the whole hash stands behind its shortened form. */
  async expectStep(title: string, hash: string): Promise<void> {
    await expect(this.step(title).getByTitle(hash)).toHaveText(
      `${hash.slice(0, 6)}…${hash.slice(-4)}`,
    );
  }
}
