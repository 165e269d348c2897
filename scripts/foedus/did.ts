import {
  periodOf,
  registerOptions,
  registersOf,
  textOf,
  timeIn,
  withClient,
  writeOptions,
} from "./client-tools.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";

export const didCreateCommand: Command = {
  verb: "did create",
  summary:
    "Make the keys and the DID of a legal entity (did:ebsi) or of a natural person (did:key), in a folder that its owner alone reads.",
  options: {
    out: { value: "<folder>", meaning: "folder to make; it must not exist", required: true },
    person: { meaning: "a natural person instead of a legal entity" },
  },
  run: ({ out, person }) =>
    withClient(async (tools) => {
      const folder = out as string;
      const { entityFiles } = tools;
      if (person === true) {
        const { did, signing } = await tools.createPersonFolder(folder);
        return {
          text: [`DID   ${did}`, `Keys  ${folder}/${entityFiles.signing} (ES256)`].join("\n"),
          json: { did, folder, signing: signing.thumbprint },
        };
      }
      const { did, account, signing } = await tools.createEntityFolder(folder);
      const { address } = account.account();
      return {
        text: [
          `DID         ${did}`,
          `Account     ${address}`,
          `Thumbprint  ${account.thumbprint} (ES256K), ${signing.thumbprint} (ES256)`,
          `Keys        ${folder}/${entityFiles.account}, ${folder}/${entityFiles.signing}`,
          "",
          `Next: ask a TAO to invite ${did} with the thumbprint ${account.thumbprint},`,
          `then: npm run foedus -- did insert --entity ${folder} --invitation <file>`,
        ].join("\n"),
        json: {
          did,
          folder,
          account: address,
          accountThumbprint: account.thumbprint,
          signing: signing.thumbprint,
        },
      };
    }),
};

export const didInsertCommand: Command = {
  verb: "did insert",
  summary:
    "Insert the document of a legal entity, with both its keys, by the invitation of a TAO. Run again, it finishes what is missing.",
  options: {
    entity: { value: "<folder>", meaning: "what `did create` made", required: true },
    invitation: {
      value: "<file>",
      meaning:
        "the TAO's VerifiableAuthorisationToOnboard; without it the contract is asked directly, as the first root has to",
    },
    days: { value: "<number>", meaning: "how long the keys hold", default: "1825" },
    ...writeOptions,
  },
  run: (values) =>
    withClient(async (tools) => {
      const keys = await tools.readEntityFolder(values.entity as string);
      const { client, registers, paths } = registersOf(tools, values);
      const invitation = values.invitation === undefined ? undefined : textOf(values.invitation);
      const entity = new tools.LegalEntity(keys, paths, client);
      const present = await registers.didDocument(keys.did);
      await entity.insertDocument(invitation, periodOf(values.days), present);
      const document = await registers.didDocument(keys.did);
      return {
        text: `${keys.did} is inserted: ${paths.didRegistry}/identifiers/${keys.did}`,
        json: { did: keys.did, document },
      };
    }),
};

export const didResolveCommand: Command = {
  verb: "did resolve",
  summary: "Show the document of a DID as the contract has it, now or at a time.",
  argument: { name: "did", value: "<did>", meaning: "did:ebsi or did:key" },
  options: {
    at: { value: "<time>", meaning: "ISO 8601; now when left out" },
    ...registerOptions,
  },
  run: (values) =>
    withClient(async (tools) => {
      const did = tools.parseDid(values.did);
      const at = values.at === undefined ? undefined : timeIn("at", values.at);
      const document = tools.isLegalEntity(did)
        ? await registersOf(tools, values).registers.didDocument(did, at)
        : tools.documentOfKey(did);
      if (document === undefined) {
        throw new CommandError(
          `${did} has no document${at === undefined ? "" : " for that time"}.`,
          "Check the DID, or let its holder insert the document: `foedus did insert`.",
        );
      }
      return { text: JSON.stringify(document, null, 2), json: { document } };
    }),
};
