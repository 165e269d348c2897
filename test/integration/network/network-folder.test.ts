import { execFileSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";

import { expect } from "chai";

import { networks } from "../../../deploy/networks/networks.ts";
import { CommandError } from "../../../scripts/foedus/command-error.ts";
import { knownNetwork, readCouncils } from "../../../scripts/foedus/known-network.ts";
import { foundNetwork } from "../../../scripts/foedus/network-init.ts";
import { networkRenderCommand } from "../../../scripts/foedus/network-render.ts";
import { readNodeKey } from "../../../scripts/foedus/node-key-file.ts";
import {
  foundingValidators,
  type NetworkFolder,
  nodeFolder,
  nodeKeyFile,
  readNetworkFolder,
  appDatabaseFiles,
  authorisationKeyFile,
  makeAuthorisationKey,
  relayerAccountOf,
  relayerSecretFiles,
  renderContainers,
} from "../../../scripts/network/network-folder.ts";

describe("Folder of a network", () => {
  const place = fs.mkdtempSync(path.join(os.tmpdir(), "foedus-test-folder-"));
  const founded = new Map<string, NetworkFolder>();
  const network = (name: "evaluation" | "evaluation-besu"): NetworkFolder => {
    const found = founded.get(name);
    if (found === undefined) throw new Error(`${name} is not founded yet.`);
    return found;
  };

  before(async function () {
    this.timeout(240_000);
    for (const name of ["evaluation", "evaluation-besu"] as const)
      founded.set(name, await foundNetwork(networks[name]!, path.join(place, name), ["BE", "DE"]));
  });
  after(() => fs.rmSync(place, { recursive: true, force: true }));

  const successor = "0x00000000000000000000000000000000000000cc";
  /** With another `addresses.json` while the task runs. */
  const withAddresses = async (
    changes: Record<string, string>,
    task: () => Promise<void> | void,
  ): Promise<void> => {
    const { folder, addresses } = network("evaluation");
    const file = path.join(folder, "addresses.json");
    const founding = fs.readFileSync(file, "utf8");
    fs.writeFileSync(file, JSON.stringify({ ...addresses, ...changes }));
    try {
      await task();
    } finally {
      fs.writeFileSync(file, founding);
    }
  };

  for (const name of ["evaluation", "evaluation-besu"] as const) {
    it(`of ${name} tells who validated from the beginning`, async () => {
      const { topology } = network(name);
      const keys = topology.nodes
        .filter(({ kind }) => kind === "validator")
        .map((node) => readNodeKey(nodeKeyFile(network(name), node)));
      const addresses = (await Promise.all(keys)).map(({ address }) => address.toLowerCase());
      expect(foundingValidators(network(name)))
        .to.deep.equal(addresses)
        .and.have.length(4);
    });

    it(`of ${name} has a key of the relayer for its owner alone, and in no commit`, async () => {
      const { folder } = network(name);
      const key = relayerSecretFiles(network(name)).key;
      expect(fs.statSync(key).mode & 0o777).to.equal(0o600);
      expect(await relayerAccountOf(network(name))).to.match(/^0x[0-9a-fA-F]{40}$/);
      execFileSync("git", ["init", "--quiet", folder]);
      const ignored = execFileSync("git", ["-C", folder, "check-ignore", key], {
        encoding: "utf8",
      });
      expect(ignored.trim()).to.equal(key);
    });
  }

  it("does not guess who founded a network that a founder has left", () => {
    const whole = network("evaluation-besu");
    const left = {
      ...whole,
      topology: { ...whole.topology, nodes: whole.topology.nodes.slice(1) },
    };
    expect(() => foundingValidators(left)).to.throw(CommandError, /^alpha-1 founded the network/);
  });

  it("says of each node what its operator registers, founders too", async () => {
    const whole = network("evaluation");
    const [node] = whole.topology.nodes;
    const text = fs.readFileSync(path.join(nodeFolder(whole, node!), "registration.txt"), "utf8");
    const { publicKey } = await readNodeKey(nodeKeyFile(whole, node!));
    expect(text).to.contain(`enode://${publicKey.slice(2)}@10.77.0.11:30303`);
    expect(text).to.match(/Reporter {4}0x[0-9a-fA-F]{40}/);
  });

  it("leads dApp, relayer and simulator to a successor of a Council that stands in addresses.json", async () => {
    const { folder, addresses } = network("evaluation");
    const told = () =>
      [
        "services/app/endpoints.json",
        "services/relayer/relayer.json",
        "services/simulator/simulator.json",
      ].map((name) => fs.readFileSync(path.join(folder, name), "utf8").toLowerCase());
    const render = () =>
      renderContainers(readNetworkFolder(folder), ["app", "relayer", "simulator"]);
    await render();
    for (const text of told()) expect(text).to.contain(addresses.Council.toLowerCase());
    await withAddresses({ Council: successor }, async () => {
      await render();
      for (const text of told()) {
        expect(text).to.contain(successor);
        expect(text).not.to.contain(addresses.Council.toLowerCase());
      }
    });
  });

  it("takes a successor's address in any spelling, because scripts compare it, and refuses a slip", async () => {
    const { folder, addresses } = network("evaluation");
    const { Council } = addresses;
    await withAddresses({ Council: Council.toLowerCase() }, () => {
      expect(readNetworkFolder(folder).addresses).to.deep.equal(addresses);
    });
    const swapped = Council.replace(/[a-f]/, (letter) => letter.toUpperCase());
    for (const slip of [swapped, Council.slice(0, -1), "", "Council"]) {
      expect(slip).to.not.equal(Council);
      await withAddresses({ Council: slip }, () => {
        expect(() => readNetworkFolder(folder)).to.throw(
          CommandError,
          /addresses\.json has no address for Council\./,
        );
      });
    }
  });

  it("tells a verifier the Councils of the founding, whatever came after them", async () => {
    const { folder, addresses, topology } = network("evaluation");
    const known = (await knownNetwork(folder)).councils;
    const founding = [addresses.Council, addresses.OperatorsCommittee, addresses.EmergencyCouncil];
    expect(known).to.deep.equal(founding.map((council) => council.toLowerCase()));
    await withAddresses({ Council: successor }, async () => {
      const { councils, formerCouncils, chainId } = await knownNetwork(folder);
      expect(councils).to.deep.equal([successor, ...(known ?? []).slice(1)]);
      expect(formerCouncils).to.deep.equal([addresses.Council.toLowerCase()]);
      expect(chainId).to.equal(topology.chainId);
    });
  });

  it("is completed by a list of further Councils, which is refused when it is none", async () => {
    const file = path.join(place, "councils.json");
    fs.writeFileSync(file, JSON.stringify([network("evaluation").addresses.Council]));
    expect(await readCouncils(file)).to.deep.equal([
      network("evaluation").addresses.Council.toLowerCase(),
    ]);
    for (const text of ["[]", "{}", '["0x12"]', "[null]", "0x", '"0x"']) {
      fs.writeFileSync(file, text);
      const refused = await readCouncils(file).catch((error: unknown) => error as CommandError);
      expect(refused, text).to.be.instanceOf(CommandError);
      expect((refused as CommandError).message).to.match(/councils\.json is no list of Councils/);
      expect((refused as CommandError).remedy).to.match(/bodies\(\) of the PermissionViews/);
    }
  });

  it("keeps the key of the access tokens, for its owner alone and in no commit", async () => {
    const { folder } = network("evaluation");
    await makeAuthorisationKey(network("evaluation"));
    const key = authorisationKeyFile(network("evaluation"));
    const before = fs.readFileSync(key, "utf8");
    await makeAuthorisationKey(network("evaluation"));
    expect(fs.readFileSync(key, "utf8")).to.equal(before);
    expect(fs.statSync(key).mode & 0o777).to.equal(0o600);
    execFileSync("git", ["init", "--quiet", folder]);
    execFileSync("git", ["-C", folder, "check-ignore", "--quiet", key]);
  });

  it("gives a cluster the secrets of index and relayer by commands, and none in its file", async () => {
    const { folder } = network("evaluation");
    const { text } = await networkRenderCommand.run({ folder, format: "kubernetes" });
    const { key, database, password } = relayerSecretFiles(network("evaluation"));
    expect(text).to.contain(
      `create secret generic relayer --from-file=key=${key} --from-file=database=${database}`,
    );
    const token = authorisationKeyFile(network("evaluation"));
    expect(text).to.contain(`create secret generic authorisation --from-file=key=${token}`);
    expect(text).to.contain(`generic relayer-password --from-file=relayer-password=${password}`);
    expect(text).to.contain("generic database-password --from-file=database-password=");
    const app = appDatabaseFiles(network("evaluation"));
    expect(text).to.contain(`generic app-password --from-file=app-password=${app.password}`);
    expect(text).to.contain(`generic app-database --from-file=address=${app.address}`);
    const manifests = fs.readFileSync(path.join(folder, "kubernetes.yaml"), "utf8");
    for (const file of [key, database, password, app.address, app.password]) {
      expect(fs.statSync(file).mode & 0o777, file).to.equal(0o600);
      expect(manifests).to.not.contain(fs.readFileSync(file, "utf8").trim());
    }
  });
});
