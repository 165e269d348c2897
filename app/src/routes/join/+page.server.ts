import { toFunctionSelector } from "viem";

import { nodeMonitoringAbi } from "#generated/contracts/NodeMonitoring.ts";
import { readRegistrars } from "#lib/flows/register-node/read-registrars.ts";
import { pageReading } from "#lib/server/sources.ts";

import { readNode } from "../nodes/[id]/read-node.ts";
import { readOrganisation } from "../organisations/[id]/read-organisation.ts";
import type { PageServerLoad } from "./$types";

const admit = toFunctionSelector("admitNode(bytes32)");

export const load: PageServerLoad = async ({ url, parent }) => {
  const reading = await pageReading();
  const { deployment } = await parent();
  const asked = (name: string) => {
    const value = url.searchParams.get(name)?.toLowerCase() ?? "";
    return /^0x[0-9a-f]{64}$/.test(value) ? (value as `0x${string}`) : null;
  };
  const nodeId = asked("node");
  const found = nodeId && (await readNode(reading, nodeId));
  const organisationId = found?.organisation.id ?? asked("organisation");
  const [organisations, organisation, obedience] = await Promise.all([
    readRegistrars(reading),
    organisationId && readOrganisation(reading, organisationId),
    found &&
      reading.chain.readContract({
        address: reading.addresses.NodeMonitoring,
        abi: nodeMonitoringAbi,
        functionName: "obedience",
        args: [found.id],
      }),
  ]);
  const proposals = (found?.proposalCalls ?? []).filter(({ selector }) => selector === admit);
  return {
    organisations,
    organisation: organisation && {
      id: organisation.id,
      name: organisation.name,
      status: organisation.status,
      nodes: organisation.nodes.map(({ id, host, status }) => ({ id, host, status })),
    },
    node: found && {
      id: found.id,
      host: found.host,
      kind: found.kind,
      status: found.status,
      ownNetwork: found.network === deployment.chainId,
      proposal: proposals.at(-1)?.proposal.number ?? null,
      inValidatorSet: found.validator?.inSet ?? false,
      reported: (obedience?.reportedAt ?? 0) > 0,
      reportedAt: obedience?.reportedAt ?? 0,
      drifts: obedience?.driftCount ?? 0,
    },
  };
};
