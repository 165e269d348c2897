/** A proposal's text as people read it. */
export interface ProposalText {
  /** First line when it is a heading; null when the text has none. */
  title: string | null;
  paragraphs: string[];
}

/** Takes the heading off a description (`# Title`, as governance tools write it) and the rest apart at empty lines. */
export function readDescription(description: string): ProposalText {
  const text = description.replaceAll("\r\n", "\n").trim();
  const heading = /^#{1,6}[ \t]+([^\n]+)(?:\n|$)/.exec(text);
  const rest = heading ? text.slice(heading[0].length) : text;
  const paragraphs = rest
    .split(/\n[ \t]*\n/)
    .map((paragraph) => paragraph.trim())
    .filter((paragraph) => paragraph !== "");
  return { title: heading?.[1]?.trim() ?? null, paragraphs };
}

/** The description that the chain keeps: its hash is part of the proposal's id. */
export function writeDescription(title: string, text: string): string {
  const body = text.replaceAll("\r\n", "\n").trim();
  const heading = `# ${title.replaceAll(/\s+/g, " ").trim()}`;
  return body === "" ? heading : `${heading}\n\n${body}`;
}
