import type { IncomingMessage } from "node:http";

import type { AgentAnswer } from "../agent-server.ts";
import { jsonIn, RequestProblem } from "../request.ts";
import { readBallot } from "./ballot.ts";
import type { BallotStanding, Intake } from "./intake.ts";
import { type Presentations, readUsedPresentation } from "./presentations.ts";
import { RelayerProblem } from "./problem.ts";

/** Bytes of a request: more than the longest ballot has in JSON. */
const largestRequest = 64 * 1024;

export interface RequestsOptions {
  intake: Intake;
  presentations: Presentations;
  onTaken?: (ballot: BallotStanding) => void;
  onRefused?: (problem: RelayerProblem) => void;
  /** Told when a request could not be answered for a reason that is not the client's. */
  onFailure?: (error: unknown) => void;
}

/** `POST /ballots`, `GET /ballots/<id>` and `POST /presentations`; nothing for other paths. */
export function relayerRequests(options: RequestsOptions) {
  const { intake, presentations, onTaken, onRefused, onFailure } = options;
  return async (request: IncomingMessage): Promise<AgentAnswer | undefined> => {
    const [, folder, id, ...more] = (request.url ?? "").split("/");
    if (more.length > 0) return undefined;
    try {
      if (folder === "presentations" && id === undefined) {
        requireMethod(request, "POST");
        const used = readUsedPresentation(await posted(request));
        return { status: 200, body: { outcome: await presentations.use(used) } };
      }
      if (folder !== "ballots") return undefined;
      if (id !== undefined) {
        requireMethod(request, "GET");
        return { status: 200, body: await standing(intake, id) };
      }
      requireMethod(request, "POST");
      const ballot = await intake.take(readBallot(await posted(request)));
      onTaken?.(ballot);
      return { status: 202, body: ballot };
    } catch (error) {
      if (error instanceof RelayerProblem) onRefused?.(error);
      else onFailure?.(error);
      const problem =
        error instanceof RelayerProblem
          ? error
          : RelayerProblem.of(
              503,
              "RelayerOutOfOrder",
              "The relayer cannot work: its node or its database gives no answer.",
              "Try again in a moment, or submit the ballot yourself: npm run foedus -- ballot submit.",
            );
      return { status: problem.status, type: "application/problem+json", body: problem.toJSON() };
    }
  };
}

async function standing(intake: Intake, id: string): Promise<BallotStanding> {
  if (!/^0x[0-9a-f]{64}$/i.test(id)) {
    throw RelayerProblem.of(
      400,
      "RelayerUnreadableRequest",
      "That is no id of a ballot.",
      "Give 0x and 64 hexadecimal digits, as they were answered to the ballot.",
    );
  }
  const found = await intake.standing(id.toLowerCase() as `0x${string}`);
  if (found === undefined) {
    throw RelayerProblem.of(
      404,
      "RelayerUnknownBallot",
      `This relayer has no ballot ${id}.`,
      "Post the ballot, or submit it yourself; what was settled 30 days ago is forgotten here, and stands on the chain.",
      { id },
    );
  }
  return found;
}

function requireMethod({ method }: IncomingMessage, wanted: string): void {
  if (method === wanted) return;
  throw RelayerProblem.of(
    405,
    "RelayerUnknownMethod",
    `${method ?? "The method"} does not work here.`,
    "POST /ballots takes a ballot, GET /ballots/<id> tells of one; POST /presentations remembers one.",
  );
}

/** The JSON that was posted, or why it is none, in the relayer's own terms. */
async function posted(request: IncomingMessage): Promise<unknown> {
  try {
    return await jsonIn(
      request,
      largestRequest,
      "Send one ballot a request, with a shorter reason.",
    );
  } catch (error) {
    if (!(error instanceof RequestProblem)) throw error;
    const { status, message, remedy } = error;
    if (status !== 413)
      throw RelayerProblem.of(status, "RelayerUnreadableRequest", message, remedy);
    const bytes = String(largestRequest);
    throw RelayerProblem.of(status, "RelayerLongRequest", message, remedy, { bytes });
  }
}
