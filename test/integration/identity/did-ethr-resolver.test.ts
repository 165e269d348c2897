import net from "node:net";
import type { AddressInfo } from "node:net";

import { expect } from "chai";
import { Resolver, type DIDDocument, type DIDResolutionResult } from "did-resolver";
import { EthrDidController, getResolver } from "ethr-did-resolver";
import {
  createPublicClient,
  encodeFunctionData,
  hexToNumber,
  http,
  slice,
  stringToHex,
  zeroAddress,
  type Abi,
  type Address,
  type Hex,
} from "viem";
import { privateKeyToAccount, sign } from "viem/accounts";

import { privateKeyAt } from "../../../deploy/networks/local/accounts.ts";
import { identityRegistryAbi } from "../../../generated/contracts/IdentityRegistry.ts";
import { Chain } from "../../../scripts/start/chain.ts";
import { identityOperationTypedData } from "../../../deploy/typed-data.ts";

const abi: Abi = identityRegistryAbi;
const chainId = 31337;
const network = "0x7a69";
const year = 31_536_000;
const secp256k1 = "0x02b97c30de767f084ce3080168ee293053ba33b235d7116a3263d29f1450936b71";
const delegate: Address = "0x1111111111111111111111111111111111111111";
const successor = privateKeyToAccount(privateKeyAt(70)).address;

/** Where the test's own accounts begin; each test takes identities of its own. */
let next = 20;

describe("The unmodified ethr-did-resolver over the JSON-RPC of a node", () => {
  let chain: Chain;
  let registry: Address;
  let resolver: Resolver;

  before(async () => {
    chain = new Chain({ port: await freePort() });
    await chain.start();
    registry = (await chain.deploy()).addresses.IdentityRegistry;
    resolver = new Resolver(
      getResolver({ networks: [{ name: "foedus", chainId, rpcUrl: chain.url, registry }] }),
    );
  });

  after(async () => {
    await chain.stop();
  });

  it("resolves an identity that nobody has touched, by address, network name and public key", async () => {
    const { address, publicKey } = identity();
    const byAddress = await resolve(`did:ethr:${network}:${address}`);
    expect(byAddress.didDocumentMetadata).to.deep.equal({});
    expect(keysOf(byAddress)).to.deep.equal([`eip155:${chainId}:${address}`]);
    const byName = await resolve(`did:ethr:foedus:${address}`);
    expect(keysOf(byName)).to.deep.equal(keysOf(byAddress));

    const compressed = `0x${BigInt(`0x${publicKey.slice(-2)}`) % 2n === 0n ? "02" : "03"}${publicKey.slice(4, 68)}`;
    const byKey = await resolve(`did:ethr:${network}:${compressed}`);
    expect(documentOf(byKey).authentication).to.have.lengthOf(2);
    expect(keysOf(byKey)).to.deep.equal([`eip155:${chainId}:${address}`, compressed.slice(2)]);
  });

  it("reads a change of owner, and the next one by the new owner", async () => {
    const { address, did, controller } = identity();
    await controller.changeOwner(successor);
    const changed = await resolve(did);
    expect(keysOf(changed)).to.deep.equal([`eip155:${chainId}:${successor}`]);
    await controller.changeOwner(address);
    expect(keysOf(await resolve(did))).to.deep.equal([`eip155:${chainId}:${address}`]);
  });

  it("reads delegates of both types, and neither those that ended nor those that were revoked", async () => {
    const { did, controller } = identity();
    await controller.addDelegate("veriKey", delegate, year);
    await controller.addDelegate("sigAuth", successor, year);
    // The chain lives some weeks ago, so that this one has run out by now.
    await controller.addDelegate("veriKey", registry, 10);
    const document = documentOf(await resolve(did));
    expect(keysOf(await resolve(did)).slice(1)).to.deep.equal([
      `eip155:${chainId}:${delegate}`,
      `eip155:${chainId}:${successor}`,
    ]);
    expect(document.authentication).to.deep.equal([`${did}#controller`, `${did}#delegate-2`]);
    expect(document.assertionMethod).to.deep.equal([
      `${did}#controller`,
      `${did}#delegate-1`,
      `${did}#delegate-2`,
    ]);

    await controller.revokeDelegate("veriKey", delegate);
    expect(keysOf(await resolve(did)).slice(1)).to.deep.equal([`eip155:${chainId}:${successor}`]);
  });

  it("reads keys in every encoding, keys for agreement, and services as text and as JSON", async () => {
    const { did, controller } = identity();
    const pem = "-----BEGIN PUBLIC KEY-----";
    const endpoint = { uri: "https://hub.example.eu", accept: ["didcomm/v2"] };
    await controller.setAttribute("did/pub/Secp256k1/veriKey/hex", secp256k1, year);
    await controller.setAttribute("did/pub/Ed25519/veriKey/base64", "0x1234", year);
    await controller.setAttribute("did/pub/Ed25519/sigAuth/base58", "0x5678", year);
    await controller.setAttribute("did/pub/RSA/veriKey/pem", pem, year);
    await controller.setAttribute("did/pub/X25519/enc/base64", "0x9abc", year);
    await controller.setAttribute("did/svc/Hub", "https://hub.example.eu", year);
    await controller.setAttribute("did/svc/Messages", JSON.stringify(endpoint), year);
    const document = documentOf(await resolve(did));
    expect(document.verificationMethod?.slice(1)).to.deep.equal([
      key(did, 1, "EcdsaSecp256k1VerificationKey2019", { publicKeyHex: secp256k1.slice(2) }),
      key(did, 2, "Ed25519VerificationKey2018", { publicKeyBase64: "EjQ=" }),
      key(did, 3, "Ed25519VerificationKey2018", { publicKeyBase58: "7af" }),
      key(did, 4, "RSAVerificationKey2018", { publicKeyPem: pem }),
      key(did, 5, "X25519KeyAgreementKey2019", { publicKeyBase64: "mrw=" }),
    ]);
    expect(document.authentication).to.deep.equal([`${did}#controller`, `${did}#delegate-3`]);
    expect(document.keyAgreement).to.deep.equal([`${did}#delegate-5`]);
    expect(document.service).to.deep.equal([
      { id: `${did}#service-1`, type: "Hub", serviceEndpoint: "https://hub.example.eu" },
      { id: `${did}#service-2`, type: "Messages", serviceEndpoint: endpoint },
    ]);

    await controller.revokeAttribute("did/svc/Hub", "https://hub.example.eu");
    await controller.revokeAttribute("did/pub/Secp256k1/veriKey/hex", secp256k1);
    const rest = documentOf(await resolve(did));
    expect(rest.service?.map(({ type }) => type)).to.deep.equal(["Messages"]);
    expect(rest.verificationMethod?.slice(1).map(({ id }) => id)).to.deep.equal(
      [2, 3, 4, 5].map((number) => `${did}#delegate-${number}`),
    );
  });

  it("reads a deactivation", async () => {
    const { did, controller } = identity();
    await controller.setAttribute("did/svc/Hub", "https://hub.example.eu", year);
    await controller.changeOwner(zeroAddress);
    const { didDocument, didDocumentMetadata } = await resolve(did);
    expect(didDocumentMetadata.deactivated).to.equal(true);
    expect(didDocument?.verificationMethod).to.deep.equal([]);
    expect(didDocument?.service).to.equal(undefined);
  });

  it("resolves at a version of the past, with what counted then and the version after it", async () => {
    const { address, did, controller } = identity();
    const first = await controller.addDelegate("veriKey", delegate, 3600);
    const second = await controller.setAttribute("did/svc/Hub", "https://hub.example.eu", year);
    const third = await controller.changeOwner(successor);
    const at = async (block: number) => resolve(`${did}?versionId=${block}`);

    const before = await at(first.blockNumber - 1);
    expect(keysOf(before)).to.deep.equal([`eip155:${chainId}:${address}`]);
    expect(before.didDocumentMetadata.nextVersionId).to.equal(String(first.blockNumber));

    const one = await at(first.blockNumber);
    expect(keysOf(one)).to.deep.equal([
      `eip155:${chainId}:${address}`,
      `eip155:${chainId}:${delegate}`,
    ]);
    expect(documentOf(one).service).to.equal(undefined);
    expect(one.didDocumentMetadata).to.include({
      versionId: String(first.blockNumber),
      nextVersionId: String(second.blockNumber),
    });

    const two = await at(second.blockNumber);
    expect(documentOf(two).service).to.have.lengthOf(1);
    expect(two.didDocumentMetadata.nextVersionId).to.equal(String(third.blockNumber));

    const now = await resolve(did);
    // The delegate has run out, the service has not.
    expect(keysOf(now)).to.deep.equal([`eip155:${chainId}:${successor}`]);
    expect(documentOf(now).service).to.have.lengthOf(1);
    expect(now.didDocumentMetadata.versionId).to.equal(String(third.blockNumber));
  });

  it("reads what was carried for the owner by the signatures that the package itself makes", async () => {
    const { did, controller, privateKey } = identity();
    const signed = async (hash: string) => {
      const signature = await sign({ hash: hash as Hex, privateKey, to: "hex" });
      return {
        sigV: hexToNumber(slice(signature, 64)),
        sigR: slice(signature, 0, 32),
        sigS: slice(signature, 32, 64),
      };
    };
    const carrier = { from: successor };
    await controller.addDelegateSigned(
      "veriKey",
      delegate,
      year,
      await signed(await controller.createAddDelegateHash("veriKey", delegate, year)),
      carrier,
    );
    const service = "https://hub.example.eu";
    await controller.setAttributeSigned(
      "did/svc/Hub",
      service,
      year,
      await signed(await controller.createSetAttributeHash("did/svc/Hub", service, year)),
      carrier,
    );
    const document = documentOf(await resolve(did));
    expect(document.verificationMethod).to.have.lengthOf(2);
    expect(document.service).to.have.lengthOf(1);

    await controller.revokeDelegateSigned(
      "veriKey",
      delegate,
      await signed(await controller.createRevokeDelegateHash("veriKey", delegate)),
      carrier,
    );
    await controller.revokeAttributeSigned(
      "did/svc/Hub",
      service,
      await signed(await controller.createRevokeAttributeHash("did/svc/Hub", service)),
      carrier,
    );
    await controller.changeOwnerSigned(
      successor,
      await signed(await controller.createChangeOwnerHash(successor)),
      carrier,
    );
    const after = await resolve(did);
    expect(keysOf(after)).to.deep.equal([`eip155:${chainId}:${successor}`]);
    expect(documentOf(after).service).to.equal(undefined);
  });

  it("reads what came by our own signatures and by a recovery, whose events do not disturb it", async () => {
    const { address, did, privateKey } = identity();
    const account = privateKeyToAccount(privateKey);
    const deadline = 2n ** 40n;
    const signature = await account.signTypedData(
      identityOperationTypedData(chainId, registry, "AddDelegate", {
        identity: address,
        delegateType: stringToHex("veriKey", { size: 32 }),
        delegate,
        validity: BigInt(year),
        nonce: 0n,
        deadline,
      }),
    );
    await send(successor, "addDelegateBySig", [
      address,
      stringToHex("veriKey", { size: 32 }),
      delegate,
      BigInt(year),
      deadline,
      signature,
    ]);
    expect(keysOf(await resolve(did))).to.have.lengthOf(2);

    const [guardian, newOwner] = [identity().address, identity().address];
    await send(address, "setGuardians", [address, [guardian], 1, 86_400]);
    await send(guardian, "approveRecovery", [address, newOwner]);
    await request("evm_increaseTime", 86_400);
    await send(guardian, "executeRecovery", [address, newOwner]);
    expect(keysOf(await resolve(did))).to.deep.equal([
      `eip155:${chainId}:${newOwner}`,
      `eip155:${chainId}:${delegate}`,
    ]);
  });

  function identity() {
    const privateKey = privateKeyAt(next);
    next += 1;
    const { address, publicKey } = privateKeyToAccount(privateKey);
    const did = `did:ethr:${network}:${address}`;
    const controller = new EthrDidController(
      did,
      undefined,
      undefined,
      network,
      undefined,
      chain.url,
      registry,
      false,
    );
    return { privateKey, address, publicKey, did, controller };
  }

  const request = async (method: string, ...params: unknown[]): Promise<unknown> =>
    createPublicClient({ transport: http(chain.url) }).request({ method, params } as never);

  async function send(from: Address, functionName: string, args: unknown[]): Promise<void> {
    const data = encodeFunctionData({ abi, functionName, args });
    await request("eth_sendTransaction", { from, to: registry, data });
  }

  async function resolve(did: string): Promise<DIDResolutionResult> {
    const result = await resolver.resolve(did);
    expect(result.didResolutionMetadata).to.not.have.property("error");
    return result;
  }
});

function documentOf({ didDocument }: DIDResolutionResult): DIDDocument {
  if (didDocument === null) throw new Error("The resolver answered no document.");
  return didDocument;
}

/** Accounts and keys of a document. */
const keysOf = (result: DIDResolutionResult) =>
  documentOf(result).verificationMethod?.map(
    (method) => method.blockchainAccountId ?? method["publicKeyHex" as keyof typeof method],
  ) ?? [];

const key = (did: string, number: number, type: string, value: object) => ({
  id: `${did}#delegate-${number}`,
  type,
  controller: did,
  ...value,
});

async function freePort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
