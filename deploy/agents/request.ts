import type { IncomingMessage } from "node:http";

/** Why a request cannot be met: an answer of RFC 9457, with a remedy. */
export class RequestProblem extends Error {
  override readonly name: string = "RequestProblem";
  readonly status: number;
  readonly remedy: string;

  constructor(status: number, message: string, remedy: string) {
    super(message);
    this.status = status;
    this.remedy = remedy;
  }

  toJSON(): { type: string; status: number; title: string; detail: string; error?: string } {
    const { status, message: title, remedy: detail } = this;
    return { type: "about:blank", status, title, detail };
  }
}

/**
 * The JSON in a request.
 * @param largest Bytes that are read at most.
 * @param shorter What helps whoever sends more.
 */
export async function jsonIn(
  request: IncomingMessage,
  largest: number,
  shorter: string,
): Promise<unknown> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largest)
      throw new RequestProblem(413, `The request has more than ${largest} bytes.`, shorter);
    chunks.push(chunk);
  }
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(Buffer.concat(chunks)));
  } catch {
    throw new RequestProblem(
      400,
      "The request is no JSON in UTF-8.",
      "Send one JSON object; /openapi.json describes it.",
    );
  }
}
