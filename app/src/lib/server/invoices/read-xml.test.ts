import { describe, expect, it } from "vitest";

import { bytesOf, changed, examples } from "./examples/examples.ts";
import { InvoiceUnreadable } from "./invoice-unreadable.ts";
import { largestInvoice, readXml } from "./read-xml.ts";

function refusalOf(file: Uint8Array | string): InvoiceUnreadable {
  try {
    readXml(typeof file === "string" ? bytesOf(file) : file);
  } catch (error) {
    if (error instanceof InvoiceUnreadable) return error;
    throw error;
  }
  throw new Error("It was read.");
}

const utf16 = (text: string, order: "le" | "be") => {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < text.length; index += 1)
    view.setUint16(index * 2, text.charCodeAt(index), order === "le");
  return bytes;
};

const named = (encoding: string) => `<?xml version="1.0" encoding="${encoding}"?>\n<a>Bär</a>`;
const textOf = (file: Uint8Array) => readXml(file).document.documentElement?.textContent;

describe("readXml", () => {
  it("knows the line in which an element begins", () => {
    const { document, lineOf } = readXml(bytesOf("<a>\n  <b/>\n  <c\n    d='1'>\n  </c></a>"));
    const children = document.documentElement?.children ?? [];
    expect(children.map((child) => [child.localName, lineOf(child)])).toEqual([
      ["b", 2],
      ["c", 3],
    ]);
  });

  it("reads UTF-8 and UTF-16, with a mark and without one", () => {
    expect(textOf(bytesOf(named("UTF-8")))).toBe("Bär");
    expect(textOf(bytesOf("<a>Bär</a>"))).toBe("Bär");
    expect(textOf(bytesOf(`\uFEFF${named("utf-8")}`))).toBe("Bär");
    for (const order of ["le", "be"] as const) {
      expect(textOf(utf16(`\uFEFF${named("UTF-16")}`, order))).toBe("Bär");
      expect(textOf(utf16(named("UTF-16"), order))).toBe("Bär");
    }
  });

  it("refuses another encoding, and one that the bytes belie", () => {
    expect(refusalOf(named("ISO-8859-1")).message).toContain("iso-8859-1");
    expect(refusalOf(named("UTF-7")).message).toContain("utf-7");
    expect(refusalOf(named("UTF-16")).message).toContain("utf-16");
    expect(refusalOf(utf16(`\uFEFF${named("UTF-8")}`, "le")).message).toContain("utf-8");
    const latin = Uint8Array.from([...bytesOf("<a>B"), 0xe4, ...bytesOf("r</a>")]);
    expect(refusalOf(latin).message).toBe("The file is not written in UTF-8.");
    expect(refusalOf(latin).remedy).toContain("UTF-8");
  });

  it("refuses bombs of entities before they go off, and reads no other file", () => {
    const levels = Array.from({ length: 12 }, (_, level) =>
      level === 0
        ? '<!ENTITY e0 "aaaaaaaaaa">'
        : `<!ENTITY e${level} "${`&e${level - 1};`.repeat(10)}">`,
    );
    const bombs = [
      `<!DOCTYPE a [${levels.join("")}]><a>&e11;</a>`,
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
      '<!DOCTYPE a SYSTEM "http://192.0.2.1/a.dtd"><a/>',
    ];
    for (const bomb of bombs) expect(refusalOf(bomb).message).toContain("document type");
    expect(refusalOf("<a>&x;</a>").message).toContain("well-formed");
  });

  it("refuses what is too large, too deep, or of too many parts", () => {
    const tooLarge = new Uint8Array(largestInvoice + 1).fill(0x20);
    expect(refusalOf(tooLarge).message).toContain(String(largestInvoice + 1));
    expect(refusalOf("<a>".repeat(65) + "</a>".repeat(65)).message).toContain("deeply");
    expect(refusalOf(`<a>${"<b/>".repeat(100_000)}</a>`).message).toContain("too many elements");
    const attributes = Array.from({ length: 33 }, (_, index) => `a${index}=""`).join(" ");
    expect(refusalOf(`<a ${attributes}/>`).message).toContain("attributes");
  });

  it("says in which line XML is broken", () => {
    const broken = refusalOf(changed(examples.ubl, "</cbc:CityName>", "</cbc:Cityname>"));
    expect(broken.line).toBe(19);
    for (const file of ["", "no XML", "<a>", "<a/><b/>", "<a:b/>", "<a b='1' b='2'/>", "{}"])
      expect([file, refusalOf(file).message]).toEqual([
        file,
        expect.stringContaining("well-formed"),
      ]);
    expect(refusalOf('<?xml version="1.1"?><a/>').message).toContain("version");
  });
});
