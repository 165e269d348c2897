import { nodeRegistryAbi } from "#generated/contracts/NodeRegistry.ts";
import { nodeStatusAt } from "#lib/flows/register-node/node-standing.ts";
import { m } from "#lib/messages.ts";
import { problem } from "#lib/server/problem.ts";
import { sources } from "#lib/server/sources.ts";

import type { RequestHandler } from "./$types";

/** What the register says of a node's key: status, and the nonce that the next proof of possession must carry. */
export const GET: RequestHandler = async ({ params, setHeaders }) => {
  const node = params.node as `0x${string}`;
  if (!/^0x[0-9a-f]{64}$/i.test(node)) {
    return problem(400, m.register_api_bad_id(), m.register_api_bad_id_remedy());
  }
  const { chain, deployment } = await sources();
  const contract = {
    address: deployment.addresses.NodeRegistry,
    abi: nodeRegistryAbi,
    args: [node],
  } as const;
  try {
    const [registered, nonce] = await Promise.all([
      chain.readContract({ ...contract, functionName: "node" }),
      chain.readContract({ ...contract, functionName: "nonce" }),
    ]);
    setHeaders({ "cache-control": "no-store" });
    return Response.json({ node, status: nodeStatusAt(registered.status), nonce: String(nonce) });
  } catch {
    return problem(503, m.register_api_no_answer(), m.register_api_no_answer_remedy());
  }
};
