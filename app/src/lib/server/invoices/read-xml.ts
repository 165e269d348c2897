import { SaxesParser } from "saxes";
import { Document, type Element, type Node } from "slimdom";

import { InvoiceUnreadable } from "./invoice-unreadable.ts";

/** Bytes of an invoice at most, with what is attached to it. */
export const largestInvoice = 5 * 1024 * 1024;
const deepest = 64;
const mostElements = 100_000;
const mostAttributes = 32;

export interface ReadXml {
  document: Document;
  /** Line in which an element begins, counted from 1. */
  lineOf: (node: Node) => number;
}

/**
 * Reads XML that strangers have sent. There are no entities but the five of XML itself, because a document type is refused before it
 * could define any; nothing is fetched; size, depth and the number of elements are bounded.
 * @throws InvoiceUnreadable
 */
export function readXml(bytes: Uint8Array): ReadXml {
  if (bytes.byteLength > largestInvoice) {
    throw new InvoiceUnreadable(
      `The file has ${bytes.byteLength} bytes.`,
      `Send at most ${largestInvoice} bytes.`,
    );
  }
  return parse(decode(bytes));
}

const otherEncoding = "Save the invoice as UTF-8, and let its XML declaration say so.";

/** The text by the mark or the declaration at the beginning of a file. */
function decode(bytes: Uint8Array): string {
  const form = formOf(bytes);
  const declared = declaredIn(bytes, form);
  const expected = form === "utf-8" ? "utf-8" : "utf-16";
  // "utf-16le" and "utf-16be" leave out the mark, and say the same.
  if (declared !== undefined && declared !== expected && declared !== form) {
    throw new InvoiceUnreadable(
      `The file says that it is written in ${declared.slice(0, 40)}, and is to be in ${expected === "utf-8" ? "UTF-8 or UTF-16" : "UTF-16 by its bytes"}.`,
      otherEncoding,
      1,
    );
  }
  try {
    return new TextDecoder(form, { fatal: true }).decode(bytes);
  } catch {
    throw new InvoiceUnreadable(`The file is not written in ${form.toUpperCase()}.`, otherEncoding);
  }
}

type Form = "utf-8" | "utf-16le" | "utf-16be";

/** XML, Appendix F: the first bytes tell how many of them a character has. */
function formOf([first, second, third, fourth]: Uint8Array): Form {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  if (first === 0x3c && second === 0 && third !== 0 && fourth === 0) return "utf-16le";
  if (first === 0 && second === 0x3c && third === 0 && fourth !== 0) return "utf-16be";
  return "utf-8";
}

/** The encoding that the XML declaration names, in small letters. */
function declaredIn(bytes: Uint8Array, form: Form): string | undefined {
  const beginning = new TextDecoder(form).decode(bytes.subarray(0, 400));
  const [, name] = /^<\?xml[^>]*?\sencoding\s*=\s*["']([^"']*)["']/.exec(beginning) ?? [];
  return name?.toLowerCase();
}

function parse(text: string): ReadXml {
  const document = new Document();
  const lines = new WeakMap<Node, number>();
  const parser = new SaxesParser({ xmlns: true });
  const open: Element[] = [];
  let elements = 0;
  let startLine = 1;

  const refuse = (message: string, remedy: string) => {
    throw new InvoiceUnreadable(message, remedy, parser.line);
  };
  parser.on("error", (error) => {
    const said = error.message.replace(/^(?:[^:]*:)?\d+:\d+: /, "");
    refuse(
      `The file is no well-formed XML: ${said.slice(0, 200)}`,
      "Correct the XML at that line.",
    );
  });
  parser.on("xmldecl", ({ version }) => {
    if (version !== "1.0") refuse("The file is of another version of XML.", "Send XML 1.0.");
  });
  parser.on("doctype", () => {
    refuse(
      "The file has a document type, which could define entities.",
      "Leave out <!DOCTYPE …>; invoices have none.",
    );
  });
  parser.on("opentagstart", () => {
    // A line that ends behind the name has been counted already.
    startLine = parser.columnIndex === 0 ? parser.line - 1 : parser.line;
    elements += 1;
    if (open.length >= deepest)
      refuse("The elements are nested too deeply.", `Nest at most ${deepest}.`);
    if (elements > mostElements)
      refuse("The invoice has too many elements.", `Send at most ${mostElements}.`);
  });
  parser.on("opentag", ({ uri, name, attributes }) => {
    const element = document.createElementNS(uri === "" ? null : uri, name);
    const given = Object.values(attributes);
    if (given.length > mostAttributes)
      refuse("An element has too many attributes.", `Give at most ${mostAttributes}.`);
    for (const { uri: namespace, name: attribute, prefix, local, value } of given) {
      if (prefix === "xmlns" || (prefix === "" && local === "xmlns")) continue;
      element.setAttributeNS(namespace === "" ? null : namespace, attribute, value);
    }
    lines.set(element, startLine);
    (open.at(-1) ?? document).appendChild(element);
    open.push(element);
  });
  const addText = (characters: string) => {
    const parent = open.at(-1);
    if (parent !== undefined && characters !== "")
      parent.appendChild(document.createTextNode(characters));
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const element = open.pop();
    // Indentation tells no rule anything, and is half of the nodes that each would walk over.
    if (element?.firstElementChild == null) return;
    for (const node of element.childNodes.filter(({ nodeType }) => nodeType === element.TEXT_NODE))
      if (node.textContent?.trim() === "") element.removeChild(node);
  });
  parser.write(text).close();
  return { document, lineOf: (node) => lines.get(node) ?? 1 };
}
