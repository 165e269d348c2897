/** A file is no invoice that can be checked: no rule of EN 16931 was asked. */
export class InvoiceUnreadable extends Error {
  override readonly name = "InvoiceUnreadable";
  readonly remedy: string;
  /** Line of the file at which it shows, counted from 1; null where no line is to blame. */
  readonly line: number | null;

  constructor(message: string, remedy: string, line: number | null = null) {
    super(message);
    this.remedy = remedy;
    this.line = line;
  }
}
