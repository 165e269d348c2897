/** Something about an invoice that is not as a rule has it. */
export interface Finding {
  /** Id of the rule: EN 16931's own, or one of ours, which begins with `FOEDUS-`. */
  rule: string;
  /** An error refuses the invoice; a warning does not. */
  severity: "error" | "warning";
  message: string;
  /** Line of the file in which the element begins, counted from 1. */
  line: number;
  /** Path of the element, with the prefixes that the rules use. */
  location: string;
}
