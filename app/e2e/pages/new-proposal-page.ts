import type { Locator, Page } from "playwright";

import { Site } from "./site.ts";

/** The form that makes a proposal, with the sentence that the members will read. */
export class NewProposalPage extends Site {
  readonly measures: Locator;
  readonly node: Locator;
  readonly member: Locator;
  readonly weight: Locator;
  readonly title: Locator;
  readonly reasons: Locator;
  readonly document: Locator;
  readonly preview: Locator;
  readonly sendButton: Locator;
  readonly simulation: Locator;
  readonly tryButton: Locator;

  constructor(page: Page) {
    super(page);
    const box = (name: string) => this.main.getByRole("textbox", { name, exact: true });
    this.measures = this.main.getByRole("combobox", { name: "What should be decided?" });
    this.node = this.main.getByRole("combobox", { name: "Node", exact: true });
    this.member = this.main.getByRole("combobox", { name: "Member", exact: true });
    this.weight = box("Weight");
    this.title = box("Title");
    this.reasons = box("Reasons");
    this.document = this.main.getByLabel("Document that is decided on", { exact: true });
    this.preview = this.main.getByRole("region", { name: "This is what the members will read" });
    this.simulation = this.main.getByRole("region", { name: "What it would change" });
    this.tryButton = this.simulation.getByRole("button", { name: /^Try it/ });
    this.sendButton = this.main.getByRole("button", { name: "Propose", exact: true });
  }

  /** A field of the chosen measure. */
  field(name: string): Locator {
    return this.main.getByLabel(name, { exact: true });
  }

  async measure(name: string): Promise<void> {
    await this.measures.selectOption(name);
  }
}
