/** A text that is no JSON, or JSON that two readers could understand differently. */
export class JsonFault extends Error {
  override readonly name = "JsonFault";
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** Objects and lists within each other: what the public interface takes is at most half as deep. */
export const deepestJson = 32;

/**
 * Reads JSON as RFC 8259 asks careful readers to: an object that names a member twice is refused, because a check of one reader and
 * the deed of another could take different values, and so is what is nested deeper than anything that is meant.
 */
export function parseStrictJson(text: string): unknown {
  let value: unknown;
  try {
    // The engine parses without descending, so that no depth harms it.
    value = JSON.parse(text);
  } catch {
    throw new JsonFault("The text is not JSON.", "Send one JSON value in UTF-8, as RFC 8259 says.");
  }
  checkForm(text);
  return value;
}

/** The object that a text is, read strictly; undefined for every other text, also one that two readers could understand differently. */
export function strictObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = parseStrictJson(text);
    return typeof value === "object" && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch (error) {
    if (error instanceof JsonFault) return undefined;
    throw error;
  }
}

/** A text within quotes, or one of the signs that give JSON its form. */
const tokens = /"(?:[^"\\]|\\.)*"|[{}[\],:]/g;

/** The text is JSON already: a text within quotes before a colon is a name. */
function checkForm(text: string): void {
  const open: (Set<string> | null)[] = [];
  let last = "";
  for (const [token] of text.matchAll(tokens)) {
    if (token === "{") open.push(new Set());
    else if (token === "[") open.push(null);
    else if (token === "}" || token === "]") open.pop();
    else if (token === ":") {
      const names = open.at(-1);
      // Escapes are ways to write the same name.
      const name = JSON.parse(last) as string;
      if (names?.has(name))
        throw new JsonFault(
          `The JSON names ${JSON.stringify(name.slice(0, 60))} twice in one object.`,
          "Name each member of an object once.",
        );
      names?.add(name);
    }
    if (open.length > deepestJson)
      throw new JsonFault(
        "The JSON is nested too deeply.",
        `Send JSON with at most ${deepestJson} levels.`,
      );
    last = token;
  }
}
