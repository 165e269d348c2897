import type { Veto } from "./vetoes.ts";

/** A proposal that was stopped, as lists show it. */
export interface ShownVeto extends Pick<Veto, "council" | "holder" | "reason" | "at"> {
  /** Id of the proposal as text. */
  proposalId: string;
  /** Its number, or its id where no number is known: the end of the address of its page. */
  address: string;
  title: string;
}
