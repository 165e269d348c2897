import {
  attributeIn,
  keep,
  periodOf,
  registerOptions,
  registersOf,
  textOf,
  withClient,
  wordsIn,
  writeOptions,
} from "./client-tools.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";

const entity = { value: "<folder>", meaning: "what `did create` made", required: true };
const days = { value: "<number>", meaning: "how long it holds", default: "365" };
const jurisdiction = {
  value: "<url>",
  meaning: "where it counts, as an address of the EU's authority tables",
  default: "https://publications.europa.eu/resource/authority/corporate-body/EURUN",
};
const types = {
  value: "<types>",
  meaning: "types of credentials, with commas between them",
  required: true,
};

export const accreditCommand: Command = {
  verb: "accredit",
  summary:
    "Accredit another entity as a TAO or an issuer: reserve an attribute, sign its body, and commit hash and scope. The other accepts it.",
  options: {
    entity,
    attribute: {
      value: "<id>",
      meaning: "attribute by which this entity accredits",
      required: true,
    },
    did: { value: "<did>", meaning: "who is accredited", required: true },
    as: { value: "<TAO|TI>", meaning: "TAO to accredit others, TI to issue", default: "TI" },
    types,
    jurisdiction,
    days,
    out: { value: "<file>", meaning: "where the body is written; it is printed when left out" },
    ...writeOptions,
  },
  run: (values) =>
    withClient(async (tools) => {
      const issuerType = issuerTypeIn(values.as);
      const keys = await tools.readEntityFolder(values.entity as string);
      const { client, paths } = registersOf(tools, values);
      const { attributeId, body } = await new tools.LegalEntity(keys, paths, client).accredit({
        did: tools.parseDid(values.did),
        issuerType,
        taoAttributeId: attributeIn("attribute", values.attribute),
        types: wordsIn("types", values.types),
        jurisdiction: values.jurisdiction as string,
        period: periodOf(values.days),
      });
      return {
        text: [`Attribute  ${attributeId}`, keep(values.out, body)].join("\n"),
        json: { did: values.did, attributeId, body },
      };
    }),
};

export const accreditSignCommand: Command = {
  verb: "accredit sign",
  summary:
    "Sign the body of an accreditation that was reserved, for instance with a wallet; nothing is sent. Whoever reserved it commits the body.",
  options: {
    entity,
    attribute: {
      value: "<id>",
      meaning: "attribute by which this entity accredits",
      required: true,
    },
    did: { value: "<did>", meaning: "who is accredited", required: true },
    reserved: { value: "<id>", meaning: "the attribute that was reserved", required: true },
    as: { value: "<TAO|TI>", meaning: "TAO to accredit others, TI to issue", default: "TI" },
    types,
    jurisdiction,
    days,
    out: { value: "<file>", meaning: "where the body is written; it is printed when left out" },
    ...registerOptions,
  },
  run: (values) =>
    withClient(async (tools) => {
      const keys = await tools.readEntityFolder(values.entity as string);
      const { client, paths } = registersOf(tools, values);
      const attributeId = attributeIn("reserved", values.reserved);
      const body = new tools.LegalEntity(keys, paths, client).accreditationBody(
        {
          did: tools.parseDid(values.did),
          issuerType: issuerTypeIn(values.as),
          taoAttributeId: attributeIn("attribute", values.attribute),
          types: wordsIn("types", values.types),
          jurisdiction: values.jurisdiction as string,
          period: periodOf(values.days),
        },
        attributeId,
      );
      return { text: keep(values.out, body), json: { did: values.did, attributeId, body } };
    }),
};

function issuerTypeIn(value: unknown): "TAO" | "TI" {
  if (value === "TAO" || value === "TI") return value;
  throw new CommandError(`"${String(value)}" is no kind of issuer.`, "Give TAO or TI.");
}

export const accreditRootCommand: Command = {
  verb: "accredit root",
  summary:
    "Let a Root TAO, which a body has admitted, accredit itself for what it was admitted for.",
  options: { entity, types, jurisdiction, days, ...writeOptions },
  run: (values) =>
    withClient(async (tools) => {
      const keys = await tools.readEntityFolder(values.entity as string);
      const { client, paths } = registersOf(tools, values);
      const { attributeId } = await new tools.LegalEntity(keys, paths, client).accreditItself({
        types: wordsIn("types", values.types),
        jurisdiction: values.jurisdiction as string,
        period: periodOf(values.days),
      });
      return { text: `Attribute  ${attributeId}`, json: { did: keys.did, attributeId } };
    }),
};

export const accreditAcceptCommand: Command = {
  verb: "accredit accept",
  summary: "Accept an accreditation with the body that the TAO signed.",
  options: {
    entity,
    body: { value: "<file>", meaning: "the body, as the TAO gave it", required: true },
    ...writeOptions,
  },
  run: (values) =>
    withClient(async (tools) => {
      const keys = await tools.readEntityFolder(values.entity as string);
      const body = textOf(values.body);
      const { reservedAttributeId } = tools.readCredential(body).credential.credentialSubject;
      if (reservedAttributeId === undefined) {
        throw new CommandError(
          "The body names no attribute.",
          "Ask the TAO for the accreditation with its reservedAttributeId.",
        );
      }
      const { client, registers, paths } = registersOf(tools, values);
      const isIssuer = await registers.isIssuer(keys.did);
      await new tools.LegalEntity(keys, paths, client).acceptAccreditation(
        reservedAttributeId,
        body,
        isIssuer,
      );
      return {
        text: `Attribute  ${reservedAttributeId} is accepted.`,
        json: { did: keys.did, attributeId: reservedAttributeId },
      };
    }),
};

export const accreditRevokeCommand: Command = {
  verb: "accredit revoke",
  summary: "Revoke an accreditation; nothing below it counts any more.",
  options: {
    entity,
    did: { value: "<did>", meaning: "who was accredited", required: true },
    attribute: { value: "<id>", meaning: "the attribute to revoke", required: true },
    ...writeOptions,
  },
  run: (values) =>
    withClient(async (tools) => {
      const keys = await tools.readEntityFolder(values.entity as string);
      const { client, paths } = registersOf(tools, values);
      const attributeId = attributeIn("attribute", values.attribute);
      const did = tools.parseDid(values.did);
      await new tools.LegalEntity(keys, paths, client).revoke(did, attributeId);
      return { text: `Attribute  ${attributeId} is revoked.`, json: { did, attributeId } };
    }),
};
