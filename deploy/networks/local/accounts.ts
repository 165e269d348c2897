import { pbkdf2Sync } from "node:crypto";

import { toHex, type Hex } from "viem";
import { HDKey, privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";

import { developmentMnemonic } from "./mnemonic.ts";
import { states } from "./members.ts";

/**
 * Who holds which key on the embedded chain. All keys come from the publicly known development mnemonic: anybody can have them.
 */
const seed = pbkdf2Sync(developmentMnemonic, "mnemonic", 2048, 64, "sha512"); // BIP-39, without passphrase.
const parent = HDKey.fromMasterSeed(seed).derive("m/44'/60'/0'/0");

/** Derivation is slow, and the sample asks for the same accounts again and again. */
const known = new Map<number, PrivateKeyAccount>();

/** Private key of the account at `addressIndex`, in the order in which wallets number them. */
export function privateKeyAt(addressIndex: number): Hex {
  const { privateKey } = parent.deriveChild(addressIndex);
  if (!privateKey) throw new RangeError(`There is no key at index ${addressIndex}.`);
  return toHex(privateKey);
}

function accountAt(addressIndex: number): PrivateKeyAccount {
  const account = known.get(addressIndex) ?? privateKeyToAccount(privateKeyAt(addressIndex));
  known.set(addressIndex, account);
  return account;
}

const places = {
  deployer: 0,
  mandateKeys: 1,
  representatives: 1 + states.length,
  administrators: 1 + 2 * states.length,
  financeOfficers: 73,
  monitors: 75,
  moneyIssuer: 77,
  arbiter: 78,
  successor: 79,
  operators: 80,
  operatorRepresentatives: 84,
  relayer: 89,
  nodeKeys: 100,
};

export const deployer = (): PrivateKeyAccount => accountAt(places.deployer);

/** Mandate key of the state at `index`. */
export const mandateKey = (index: number): PrivateKeyAccount =>
  accountAt(places.mandateKeys + index);

/** Key of the representative of the state at `index`. */
export const representative = (index: number): PrivateKeyAccount =>
  accountAt(places.representatives + index);

/** Administrator of the sample organisation at `index`: the operators first. */
export const administrator = (index: number): PrivateKeyAccount =>
  accountAt(places.administrators + index);

/** Account that mints test e-money for money that it got. */
export const moneyIssuer = (): PrivateKeyAccount => accountAt(places.moneyIssuer);

/** Account of the officer of finance at `index`, of two. */
export const financeOfficer = (index: number): PrivateKeyAccount =>
  accountAt(places.financeOfficers + index);

/** Account that settles disputes about payments. */
export const arbiter = (): PrivateKeyAccount => accountAt(places.arbiter);

/** Account of the sample monitor at `index`. */
export const monitor = (index: number): PrivateKeyAccount => accountAt(places.monitors + index);

/** An account that acts for nobody, to take something over. */
export const successor = (): PrivateKeyAccount => accountAt(places.successor);

/** Mandate key of the operator at `index` in the committee of operators. */
export const operatorMandateKey = (index: number): PrivateKeyAccount =>
  accountAt(places.operators + index);

/** Key of the representative of the operator at `index`. */
export const operatorRepresentative = (index: number): PrivateKeyAccount =>
  accountAt(places.operatorRepresentatives + index);

/** Private key of the account that brings ballots: it acts for nobody. */
export const relayerKey = (): Hex => privateKeyAt(places.relayer);

/** Key of the sample node at `index`: not an account of the chain. */
export const nodeKey = (index: number): PrivateKeyAccount => accountAt(places.nodeKeys + index);
