import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";

import { type Address, getAddress, type Hex, toFunctionSelector } from "viem";

import type { SystemAddresses } from "../../../deploy/deploy.ts";
import { evaluation } from "../../../deploy/networks/evaluation/topology.ts";
import {
  type NetworkFolder,
  nodeFolder,
  nodeKeyFile,
  writeNetworkFolder,
} from "../../../scripts/network/network-folder.ts";
import { Assembly, representativeKey } from "../assembly.ts";
import { foedus, outcomeOf, refusal } from "../command-line.ts";
import type { KaiaNode } from "../kaia-network.ts";
import type { Session } from "../session.ts";

/** Of the register: `AccessManagedUnauthorized`, which the Council passes on. */
const unauthorised = new RegExp(toFunctionSelector("AccessManagedUnauthorized(address)"));

/** What `proposal submit` has said. */
interface Submitted {
  proposalId: string;
  text: string;
  /** Where `proposal verify` finds it. */
  file: string;
}

/** A Council with other code takes over by the commands of `docs/guides/hand-over.md`, and the nodes obey it. Its predecessor is nobody then. */
export function handOver(session: () => Session): void {
  describe("obeys the Council that takes over", () => {
    let folder: string;
    let successor: Address;
    let appointed: Submitted;
    let dismissed: Submitted;
    let node: KaiaNode;
    let id: Hex;
    const inFolder = (name: string): string => path.join(folder, name);
    const rpc = (): string => session().founder(0).rpc;
    const source = (): string[] => ["--folder", folder, "--rpc", rpc()];
    const submit = async (script: string): Promise<Submitted> => {
      const key = ["--key-file", inFolder("representative-key")];
      const text = await foedus("proposal", "submit", "--script", script, ...source(), ...key);
      return {
        proposalId: foundIn(text, /^Proposed ".*": (\d+)$/m),
        file: foundIn(text, /^ {2}kept in +(.+)$/m),
        text,
      };
    };
    const verified = async (script: string): Promise<string> =>
      await foedus("proposal", "verify", "--script", script, ...source());
    const packageOf = async (
      { proposalId }: Submitted,
      council: Address,
      name: string,
    ): Promise<string> => {
      const file = inFolder(name);
      await foedus(
        ...["proposal", "result", proposalId, ...source()],
        ...["--council", council, "--out", file],
      );
      return file;
    };
    const under = (council: Address): Assembly =>
      new Assembly(rpc(), session().network.chainId, {
        ...session().network.addresses,
        Council: council,
      });

    before(() => {
      folder = folderOf(session());
      fs.writeFileSync(inFolder("representative-key"), representativeKey, { mode: 0o600 });
    });

    after(async () => {
      for (const submitted of [appointed, dismissed]) fs.rmSync(submitted.file, { force: true });
      await node.stopEnforcer();
      await node.kill();
    });

    it("0002 is prepared and proposed by its command, decided, and has done what it says", async () => {
      appointed = await submit("0002");
      successor = getAddress(foundIn(appointed.text, /^ {2}successor +(0x\w+)$/m));
      await session().assembly.carry(BigInt(appointed.proposalId));

      assert.match(await verified("0002"), /is executed, and everything is as its script says/);
    });

    it("dApp and relayer are rendered for the successor once addresses.json names it", async () => {
      const { Council } = session().network.addresses;
      const file = inFolder("addresses.json");
      const addresses = JSON.parse(fs.readFileSync(file, "utf8")) as SystemAddresses;
      const before = await packageOf(appointed, Council, "before.json");
      const known = await foedus("verify", before, "--folder", folder);
      assert.match(known, new RegExp(`checked +Council ${Council} is one of your network`, "i"));
      // As people copy it out of what somebody has printed in small letters.
      fs.writeFileSync(file, JSON.stringify({ ...addresses, Council: successor.toLowerCase() }));
      await foedus("network", "render", "--folder", folder, "--format", "kubernetes");
      const manifests = fs.readFileSync(inFolder("kubernetes.yaml"), "utf8");
      assert.ok(manifests.includes(successor));
      assert.ok(!manifests.includes(Council));
    });

    it("0003 is decided by the successor, and nobody else administers then", async () => {
      dismissed = await submit("0003");
      await under(successor).carry(BigInt(dismissed.proposalId));
      assert.match(await verified("0003"), /is executed, and everything is as its script says/);
    });

    it("a node that the predecessor would admit stays out; the successor's vote admits it, and it validates", async (test) => {
      const { network, assembly } = session();
      node = network.addNode();
      node.init();
      await node.start();
      await node.startEnforcer();
      id = await assembly.registerNode(node);
      await assert.rejects(assembly.decideOnNode("admitNode", id), unauthorised);
      assert.ok(!(await session().validates(node)));
      const executed = await under(successor).decideOnNode("admitNode", id);
      await session().measured(test, "in the set of validators", executed, () =>
        session().validates(node),
      );
      await session().measured(test, "connected to every founder", executed, async () => {
        return (await session().connectedTo(node)).length === session().founders.length;
      });
      await session().foundersObey();
    });

    it("packages of both are verified by the network's folder, which tells who came before", async () => {
      const { Council } = session().network.addresses;
      const [former, present] = [
        await packageOf(appointed, Council, "former.json"),
        await packageOf(dismissed, successor, "present.json"),
      ];
      const ofFormer = await foedus("verify", former, "--folder", folder);
      assert.match(ofFormer, new RegExp(`Council ${Council} is one that your network was`, "i"));
      assert.match(ofFormer, new RegExp(`trusts +Council ${Council} was not dismissed`, "i"));
      const ofPresent = await foedus("verify", present, "--folder", folder);
      assert.match(ofPresent, new RegExp(`checked +Council ${successor} is one of your`, "i"));
      assert.match(ofPresent, /is proved by \d of \d validators[^]*adopted, executed/);

      // A folder in which nobody has written the successor does not believe the package.
      const file = inFolder("addresses.json");
      const written = fs.readFileSync(file, "utf8");
      fs.writeFileSync(file, JSON.stringify(session().network.addresses));
      try {
        const refused = await refusal("verify", present, "--folder", folder);
        assert.match(refused, new RegExp(`Council ${successor} is none that you know`, "i"));
        assert.match(refused, /PermissionViews\.bodies\(\).*--councils/);
        fs.writeFileSync(inFolder("councils.json"), JSON.stringify([successor]));
        const named = await outcomeOf(
          ...["verify", present, "--folder", folder],
          ...["--councils", inFolder("councils.json")],
        );
        assert.equal(named.code, 0, named.output);
      } finally {
        fs.writeFileSync(file, written);
      }
    });
  });
}

function foundIn(text: string, pattern: RegExp): string {
  const [, found] = pattern.exec(text) ?? [];
  assert.ok(found, `${pattern} is not in: ${text}`);
  return found;
}

/** The network's folder, as its operators have it: the founders run a node each, and no JSON-RPC is public. */
function folderOf({ network, founders }: Session): string {
  const folder = path.join(network.folder, "operators-folder");
  const { chainId, addresses } = network;
  const nodes = evaluation.nodes.slice(0, founders.length).map((node, index) => {
    const { host, port } = founders[index]!.enode;
    return { ...node, host, port };
  });
  const services = evaluation.services.map(({ port, ...service }) =>
    service.kind === "json-rpc" || port === undefined ? service : { ...service, port },
  );
  const subnet = "10.79.0.0/24";
  const topology = { ...evaluation, name: "hand-over", chainId, nodes, subnet, services };
  const written: NetworkFolder = {
    folder,
    topology,
    founding: {
      network: topology.name,
      nodes: Object.fromEntries(
        nodes.map(({ name }, index) => [name, founders[index]!.enode.publicKey]),
      ),
      mandateKeys: {},
      operatorKeys: {} as NetworkFolder["founding"]["operatorKeys"],
    },
    addresses,
  };
  fs.mkdirSync(folder);
  writeNetworkFolder(written);
  fs.copyFileSync(network.genesisFile, path.join(folder, "genesis.json"));
  fs.writeFileSync(path.join(folder, "genesis-logs.json"), JSON.stringify(network.genesisLogs));
  for (const [index, node] of nodes.entries()) {
    fs.mkdirSync(nodeFolder(written, node), { recursive: true });
    fs.copyFileSync(path.join(founders[index]!.folder, "node-key"), nodeKeyFile(written, node));
  }
  return folder;
}
