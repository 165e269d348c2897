import { nodeMonitoringAbi } from "../../generated/contracts/NodeMonitoring.ts";
import { registryProxyAbi } from "../../generated/contracts/RegistryProxy.ts";
import { callOf, type ProposalScript } from "./proposal-script.ts";

/** An upgrade as an example: the NodeMonitoring gets the code of this repository. */
const script: ProposalScript = {
  title: "Renew the code of the node monitoring",
  reasons: `The register of what is seen of nodes gets the code of the present release. Nothing that stands in it changes.`,

  async prepare({ deploy, addresses }) {
    return { implementation: await deploy("NodeMonitoring", [addresses.CircuitBreaker]) };
  },

  enact({ addresses }, { implementation }) {
    const monitoring = { address: addresses.NodeMonitoring, abi: nodeMonitoringAbi };
    return Promise.resolve([
      callOf(monitoring, "upgradeToAndCall", [implementation as `0x${string}`, "0x"]),
    ]);
  },

  async verify({ client, addresses }, { implementation }) {
    const present = await client.readContract({
      address: addresses.NodeMonitoring,
      abi: registryProxyAbi,
      functionName: "implementation",
    });
    if (present !== implementation)
      throw new Error(`The NodeMonitoring runs the code at ${present}, not at ${implementation}.`);
  },
};

export default script;
