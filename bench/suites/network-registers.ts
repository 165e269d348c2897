import { network } from "hardhat";
import {
  encodeFunctionData,
  keccak256,
  numberToHex,
  pad,
  parseAbi,
  slice,
  toBytes,
  zeroAddress,
  type Abi,
  type Address,
  type Hex,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";

import { deploySystem, type SystemAddresses } from "../../deploy/deploy.ts";
import { localParameters } from "../../deploy/networks/local/parameters.ts";
import { nodeRegistrationTypedData } from "../../deploy/typed-data.ts";
import { authorityAbi } from "../../generated/contracts/Authority.ts";
import { nodeRegistryAbi } from "../../generated/contracts/NodeRegistry.ts";
import { organisationRegistryAbi } from "../../generated/contracts/OrganisationRegistry.ts";
import { permissionViewsAbi } from "../../generated/contracts/PermissionViews.ts";
import { validatorSetAbi } from "../../generated/contracts/ValidatorSet.ts";
import { roles } from "../../generated/roles.ts";
import { ratio, reported, type Result } from "../result.ts";

const suite = "network";
const chainId = 31_337;
/** As many as one organisation can have. */
const nodesOfAnOrganisation = 128;
const manyNodes = 10_000;

type Connection = Awaited<ReturnType<typeof network.create>>;

/** What the registers cost: questions of clients, and registering when there are many nodes already. */
export async function networkRegisters(): Promise<Result[]> {
  const connection = await network.create();
  try {
    const registers = await Registers.on(connection);
    const results: Result[] = [];
    for (const size of [4, 256]) {
      const { ours, floor } = await registers.validatorsGas(size);
      results.push(
        ratio({
          suite,
          id: `getValidators() of ${size} against bare storage reads`,
          unit: "gas",
          ours,
          peer: floor,
          goal: 1.2,
        }),
      );
    }
    const { tenth, last } = await registers.registerMany(manyNodes);
    results.push(
      ratio({
        suite,
        id: "registering the 10,000th node against the 10th",
        unit: "gas",
        ours: last,
        peer: tenth,
        goal: 1.02,
      }),
    );
    for (const [id, ours] of await registers.questionsGas()) {
      results.push(reported({ suite, id, unit: "gas", ours }));
    }
    return results;
  } finally {
    await connection.close();
  }
}

/** The system with an account that registers organisations, so that no vote stands between two measurements. */
class Registers {
  readonly #connection: Connection;
  readonly #addresses: SystemAddresses;
  readonly #administrator: Address;

  private constructor(connection: Connection, addresses: SystemAddresses, administrator: Address) {
    this.#connection = connection;
    this.#addresses = addresses;
    this.#administrator = administrator;
  }

  static async on(connection: Connection): Promise<Registers> {
    const addresses = await deploySystem(connection, localParameters);
    const [, administrator] = await connection.viem.getWalletClients();
    const registers = new Registers(connection, addresses, administrator!.account.address);
    await registers.#grantOrganisations();
    return registers;
  }

  /** Gas of `getValidators()` with so many validators, and of reading as many slots and nothing else. */
  async validatorsGas(size: number): Promise<{ ours: number; floor: number }> {
    const { viem } = this.#connection;
    const validators = Array.from({ length: size }, (_, index) =>
      pad(numberToHex(index + 1), { size: 20 }),
    );
    const { Nodes } = localParameters;
    const set = await viem.deployContract("ValidatorSet", [
      this.#addresses.Authority,
      validators,
      BigInt(Nodes.floor),
      BigInt(Nodes.churnLimit),
      Nodes.churnPeriod,
    ]);
    const list = await viem.deployContract("AddressList", [validators]);
    const question = encodeFunctionData({ abi: validatorSetAbi, functionName: "getValidators" });
    return {
      ours: await this.#measure(set.address, question),
      floor: await this.#measure(list.address, question),
    };
  }

  /** Gas of registering the tenth node and the last of so many. */
  async registerMany(count: number): Promise<{ tenth: number; last: number }> {
    let tenth = 0;
    let last = 0;
    let organisation: Hex = "0x";
    for (let index = 0; index < count; index += 1) {
      if (index % nodesOfAnOrganisation === 0)
        organisation = await this.#registerOrganisation(index);
      const hash = await this.#registerNode(organisation, index);
      if (index === 9) tenth = await this.#gasUsed(hash);
      if (index === count - 1) last = await this.#gasUsed(hash);
    }
    return { tenth, last };
  }

  /** Gas of what clients ask, with the tenth node and its administrator. */
  async questionsGas(): Promise<[string, number][]> {
    const { PermissionViews, NodeRegistry } = this.#addresses;
    const publicKey = slice(nodeKey(9).publicKey, 1).slice(2);
    const connection = encodeFunctionData({
      abi: permissionViewsAbi,
      functionName: "connectionAllowed",
      args: [publicKey, "node.example", 30_303],
    });
    const transaction = (sender: Address) =>
      encodeFunctionData({
        abi: permissionViewsAbi,
        functionName: "transactionAllowed",
        args: [sender, NodeRegistry, 0n, 0n, 1_000_000n, "0x"],
      });
    return [
      ["connectionAllowed, 10,000 nodes", await this.#measure(PermissionViews, connection)],
      [
        "transactionAllowed, allowed",
        await this.#measure(PermissionViews, transaction(this.#administrator)),
      ],
      [
        "transactionAllowed, refused",
        await this.#measure(PermissionViews, transaction(zeroAddress)),
      ],
    ];
  }

  async #measure(target: Address, question: Hex): Promise<number> {
    const { viem } = this.#connection;
    const { address } = await viem.deployContract("GasMeter");
    const client = await viem.getPublicClient();
    const used = await client.readContract({
      address,
      abi: parseAbi([
        "function measure(address target, bytes question) view returns (uint256 used)",
      ]),
      functionName: "measure",
      args: [target, question],
    });
    return Number(used);
  }

  /** As a decision would: the Council schedules the grant, waits and executes it. */
  async #grantOrganisations(): Promise<void> {
    const { Authority, Council } = this.#addresses;
    const grant = encodeFunctionData({
      abi: authorityAbi,
      functionName: "grantRole",
      args: [roles.ORGANISATIONS, this.#administrator, 0],
    });
    const { provider } = this.#connection;
    await provider.request({ method: "hardhat_impersonateAccount", params: [Council] });
    await provider.request({
      method: "hardhat_setBalance",
      params: [Council, numberToHex(10n ** 24n)],
    });
    await this.#send(Council, Authority, authorityAbi, "schedule", [Authority, grant, 0]);
    await provider.request({
      method: "evm_increaseTime",
      params: [localParameters.System.delay_ADMIN],
    });
    await this.#send(Council, Authority, authorityAbi, "execute", [Authority, grant]);
  }

  async #registerOrganisation(number: number): Promise<Hex> {
    const identifier = `BENCH-${number.toString().padStart(5, "0")}`;
    const { OrganisationRegistry } = this.#addresses;
    await this.#send(
      this.#administrator,
      OrganisationRegistry,
      organisationRegistryAbi,
      "registerOrganisation",
      [identifier, `Operator ${identifier}`, this.#administrator],
    );
    return keccak256(toBytes(identifier));
  }

  async #registerNode(organisation: Hex, index: number): Promise<Hex> {
    const key = nodeKey(index);
    const publicKey = slice(key.publicKey, 1);
    const { NodeRegistry } = this.#addresses;
    const registration = {
      organisation,
      network: BigInt(chainId),
      kind: 2,
      node: keccak256(publicKey),
      nonce: 0n,
      deadline: 2 ** 48 - 1,
    };
    const proof = await key.signTypedData(
      nodeRegistrationTypedData(chainId, NodeRegistry, registration),
    );
    return this.#send(this.#administrator, NodeRegistry, nodeRegistryAbi, "registerNode", [
      organisation,
      registration.network,
      registration.kind,
      publicKey,
      `node-${index.toString().padStart(5, "0")}.example`,
      30_303,
      registration.deadline,
      proof,
    ]);
  }

  async #send(
    from: Address,
    to: Address,
    abi: Abi,
    functionName: string,
    args: unknown[],
  ): Promise<Hex> {
    return (await this.#connection.provider.request({
      method: "eth_sendTransaction",
      params: [
        {
          from,
          to,
          data: encodeFunctionData({ abi, functionName, args }),
          gas: numberToHex(3_000_000),
        },
      ],
    })) as Hex;
  }

  async #gasUsed(hash: Hex): Promise<number> {
    const client = await this.#connection.viem.getPublicClient();
    return Number((await client.getTransactionReceipt({ hash })).gasUsed);
  }
}

const nodeKey = (index: number) =>
  privateKeyToAccount(pad(numberToHex(0x10_0000 + index), { size: 32 }));
