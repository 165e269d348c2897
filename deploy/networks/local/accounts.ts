import { pbkdf2Sync } from "node:crypto";

import { HDKey, hdKeyToAccount, type HDAccount } from "viem/accounts";

import { developmentMnemonic } from "./mnemonic.ts";
import { states } from "./members.ts";

/**
 * Who holds which key on the embedded chain. All keys come from the publicly known development mnemonic: anybody can have them.
 */
const seed = pbkdf2Sync(developmentMnemonic, "mnemonic", 2048, 64, "sha512"); // BIP-39, without passphrase.
const root = HDKey.fromMasterSeed(seed);

const accountAt = (addressIndex: number): HDAccount => hdKeyToAccount(root, { addressIndex });

const places = {
  deployer: 0,
  mandateKeys: 1,
  representatives: 1 + states.length,
  administrators: 1 + 2 * states.length,
  nodeKeys: 100,
};

export const deployer = (): HDAccount => accountAt(places.deployer);

/** Mandate key of the state at `index`. */
export const mandateKey = (index: number): HDAccount => accountAt(places.mandateKeys + index);

/** Key of the representative of the state at `index`. */
export const representative = (index: number): HDAccount =>
  accountAt(places.representatives + index);

/** Administrator of the sample operator at `index`. */
export const administrator = (index: number): HDAccount => accountAt(places.administrators + index);

/** Key of the sample node at `index`: not an account of the chain. */
export const nodeKey = (index: number): HDAccount => accountAt(places.nodeKeys + index);
