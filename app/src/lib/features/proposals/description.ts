import {
  type DecisionDocument,
  documentIn,
  type NamedDocument,
  withDocument,
} from "#result/decision-document.ts";

/** A proposal's text as people read it. */
export interface ProposalText {
  /** First line when it is a heading; null when the text has none. */
  title: string | null;
  paragraphs: string[];
  /** The document that the text names; its line is no part of the paragraphs. */
  document: NamedDocument;
}

/** Takes the heading off a description (`# Title`, as governance tools write it) and the rest apart at empty lines. */
export function readDescription(description: string): ProposalText {
  const document = documentIn(description);
  const text = description.replaceAll("\r\n", "\n").trim();
  const heading = /^#{1,6}[ \t]+([^\n]+)(?:\n|$)/.exec(text);
  const body = heading ? text.slice(heading[0].length) : text;
  const rest = document.says === "one" ? body.replace(document.line, "") : body;
  const paragraphs = rest
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
  return { title: heading?.[1]?.trim() ?? null, paragraphs, document };
}

/** The description that the chain keeps: its hash is part of the proposal's id, and with it the hash of the document. */
export function writeDescription(
  title: string,
  text: string,
  document: DecisionDocument | null = null,
): string {
  const body = text.replaceAll("\r\n", "\n").trim();
  const heading = `# ${title.replaceAll(/\s+/g, " ").trim()}`;
  return withDocument(body === "" ? heading : `${heading}\n\n${body}`, document);
}
