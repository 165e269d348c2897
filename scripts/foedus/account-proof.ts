import { accountRegistrationTypedData } from "../../deploy/typed-data.ts";
import type { Command } from "./command.ts";
import { readAccountKey } from "./node-key-file.ts";
import { PageOptions } from "./option-values.ts";

export const accountProofCommand: Command = {
  verb: "account proof",
  summary:
    'Sign with an account\'s key that an organisation may register the account. Prints one line of JSON for the page "Accounts".',
  options: {
    "key-file": {
      value: "<path>",
      meaning: "the account's private key, 64 hexadecimal digits",
      required: true,
    },
    organisation: {
      value: "<id>",
      meaning: "id of the organisation, 32 bytes in hexadecimal",
      required: true,
    },
    nonce: { value: "<number>", meaning: "nonce of the account in the register", required: true },
    registry: { value: "<address>", meaning: "address of the AccountRegistry", required: true },
    chain: { value: "<chain id>", meaning: "chain that the AccountRegistry is on", required: true },
    deadline: {
      value: "<seconds>",
      meaning: "seconds since 1970 up to which the proof counts",
      required: true,
    },
  },
  async run(values) {
    const options = new PageOptions(values, "Accounts");
    const organisation = options.hex("organisation", 32);
    const registry = options.hex("registry", 20);
    const nonce = options.wholeNumber("nonce", 0n, 2n ** 256n - 1n);
    const chainId = options.chainId("chain");
    const deadline = options.deadline("deadline");
    const key = await readAccountKey(values["key-file"] as string);
    const message = { organisation, account: key.address, nonce, deadline };
    const proof = await key.signTypedData(accountRegistrationTypedData(chainId, registry, message));
    const output = { account: key.address, deadline, proof };
    return { text: JSON.stringify(output), json: output };
  },
};
