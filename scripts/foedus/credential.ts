import {
  attributeIn,
  keep,
  periodOf,
  registerOptions,
  registersOf,
  textOf,
  timeIn,
  withClient,
  wordsIn,
} from "./client-tools.ts";
import type { Command } from "./command.ts";
import { CommandError } from "./command-error.ts";

export const credentialIssueCommand: Command = {
  verb: "credential issue",
  summary:
    "Issue a credential by an accreditation. With the type VerifiableAuthorisationToOnboard it invites a legal entity to insert its document.",
  options: {
    entity: { value: "<folder>", meaning: "what `did create` made", required: true },
    attribute: {
      value: "<id>",
      meaning: "attribute by which the entity issues it",
      required: true,
    },
    subject: { value: "<did>", meaning: "DID of whom it is about", required: true },
    types: {
      value: "<types>",
      meaning: "types beside those of every attestation, with commas between them",
      required: true,
    },
    claims: { value: "<file>", meaning: "JSON object of what it says of the subject" },
    schema: { value: "<url>", meaning: "its schema; that of attestations when left out" },
    key: {
      value: "<thumbprint>",
      meaning: "of an invitation: the only key that may use it; any when left out",
    },
    status: {
      value: "<address#entry>",
      meaning:
        "its entry in a list for revocations: the address that `credential status` printed, and a number",
    },
    days: { value: "<number>", meaning: "how long it holds", default: "365" },
    out: { value: "<file>", meaning: "where it is written; it is printed when left out" },
    ...registerOptions,
  },
  run: (values) =>
    withClient(async (tools) => {
      const { did, signing } = await tools.readEntityFolder(values.entity as string);
      const { paths } = registersOf(tools, values);
      const { from, until } = periodOf(values.days);
      const attributeId = attributeIn("attribute", values.attribute);
      const credential = tools.issueCredential(did, signing, {
        types: wordsIn("types", values.types),
        subject: { ...claimsIn(values.claims), id: tools.parseDid(values.subject) },
        schema:
          typeof values.schema === "string"
            ? values.schema
            : `${paths.trustedSchemasRegistry}/schemas/${tools.standardSchemas.attestation}`,
        termsOfUse: [tools.attributeAddress(paths.trustedIssuersRegistry, did, attributeId)],
        validFrom: from,
        validUntil: until,
        ...(typeof values.key === "string" ? { boundTo: values.key } : {}),
        ...(values.status === undefined ? {} : { status: statusIn(values.status) }),
      });
      return { text: keep(values.out, credential), json: { credential } };
    }),
};

export const credentialStatusCommand: Command = {
  verb: "credential status",
  summary:
    "Publish an issuer's list for revocations: revoke entries, sign the list, write it to its file, and anchor its hash with the next sequence. The first time the list is registered.",
  options: {
    entity: { value: "<folder>", meaning: "what `did create` made", required: true },
    list: {
      value: "<file>",
      meaning: "the list as it is served; begun if it does not exist, then replaced",
      required: true,
    },
    uri: { value: "<url>", meaning: "https address where the file is served", required: true },
    revoke: {
      value: "<entries>",
      meaning: "numbers with commas between them; without it the list is renewed as it is",
    },
    days: {
      value: "<number>",
      meaning: "until when it is to be published again, at most 366",
      default: "7",
    },
    ...registerOptions,
  },
  run: (values) =>
    withClient(async (tools) => {
      const keys = await tools.readEntityFolder(values.entity as string);
      const { client, registers, paths } = registersOf(tools, values);
      const { sequence, hash, revoked, address } = await tools.publishStatusListFile(
        new tools.LegalEntity(keys, paths, client),
        registers,
        {
          file: values.list as string,
          uri: values.uri as string,
          revoke: values.revoke === undefined ? [] : entriesIn(values.revoke),
          period: periodOf(values.days, 366),
        },
      );
      return {
        text: [
          `Publication  ${sequence}, ${revoked.length} revoked`,
          `Hash         ${hash}`,
          `Status       ${address}#<entry>`,
          "",
          `Serve ${String(values.list)} at ${String(values.uri)} from now on, and publish it again before ${String(values.days)} days are over.`,
        ].join("\n"),
        json: { did: keys.did, sequence: Number(sequence), hash, revoked, address },
      };
    }),
};

const marks = { passed: "passed", failed: "FAILED", "not-made": "not made" } as const;

export const credentialVerifyCommand: Command = {
  verb: "credential verify",
  summary:
    "Verify a credential: form, times, signature, schemas, accreditation up to the root by the contract, the signed body of each accreditation, status.",
  argument: { name: "file", value: "<file>", meaning: "the credential, a JWT" },
  options: {
    at: { value: "<time>", meaning: "ISO 8601; now when left out" },
    ...registerOptions,
  },
  run: (values) =>
    withClient(async (tools) => {
      const { context } = registersOf(tools, values);
      const { isValid, checks, credential } = await tools.verifyCredential(textOf(values.file), {
        ...context,
        ...(values.at === undefined ? {} : { at: timeIn("at", values.at) }),
      });
      const lines = checks.map(
        ({ name, outcome, detail }) => `  ${marks[outcome].padEnd(9)} ${name.padEnd(14)} ${detail}`,
      );
      const failed = checks.find(({ outcome }) => outcome === "failed");
      if (!isValid) {
        if (values.json !== true) process.stderr.write(`${lines.join("\n")}\n`);
        throw new CommandError(
          `The credential does not hold: ${failed?.detail ?? ""}`,
          failed?.remedy ?? "",
        );
      }
      return {
        text: [
          ...lines,
          "",
          `Holds: ${credential?.issuer ?? ""} says it of ${credential?.subject ?? ""}.`,
        ].join("\n"),
        json: { isValid, checks, issuer: credential?.issuer, subject: credential?.subject },
      };
    }),
};

function entriesIn(value: unknown): number[] {
  const entries = String(value)
    .split(",")
    .map((entry) => entry.trim());
  if (entries.every((entry) => /^\d{1,8}$/.test(entry))) return entries.map(Number);
  throw new CommandError(
    `--revoke "${String(value)}" is no list of entries.`,
    "Give numbers with commas between them, for example 3,17.",
  );
}

function statusIn(value: unknown): object {
  const [, address, entry] = /^(https?:\/\/[^#\s]+)#(\d{1,8})$/.exec(String(value)) ?? [];
  if (address !== undefined && entry !== undefined && URL.canParse(address)) {
    return {
      id: `${address}#${entry}`,
      type: "StatusList2021Entry",
      statusPurpose: "revocation",
      statusListIndex: entry,
      statusListCredential: address,
    };
  }
  throw new CommandError(
    `--status "${String(value)}" is no entry of a status list.`,
    "Give the address that `foedus credential status` printed, # and a number that no other credential has.",
  );
}

function claimsIn(file: string | boolean | undefined): Record<string, unknown> {
  if (file === undefined) return {};
  try {
    const value: unknown = JSON.parse(textOf(file));
    if (typeof value === "object" && value !== null && !Array.isArray(value))
      return value as Record<string, unknown>;
  } catch (error) {
    if (error instanceof CommandError) throw error;
  }
  throw new CommandError(
    `${String(file)} is no JSON object.`,
    'Give what the credential says of its subject, for example {"degree": "Master"}.',
  );
}
