import {
  ClientError,
  isLegalEntity,
  type Presentation,
  type Scope,
  type SignedCredential,
  verifyCredential,
  type VerificationContext,
  verifyPresentation,
} from "@foedus/client";
import type * as z from "zod";

import { issueAccessToken, issueIdToken, tokenLifetime } from "./access-token.ts";
import type { TokenAuthority } from "./authority.ts";
import { OAuthError } from "./oauth-error.ts";
import { type grantedShape, scopeShape, type submissionShape, tokenForm } from "./operations.ts";
import { definitionId, descriptorId, requirementOf } from "./presentation-definition.ts";
import type { Replays } from "./replay-memory.ts";

type Granted = z.infer<typeof grantedShape>;

type Submission = z.infer<typeof submissionShape>;

export interface GrantContext extends VerificationContext {
  authority: TokenAuthority;
  replays: Replays;
  /** Seconds since 1970. */
  at: number;
}

/**
 * OID4VP with the grant `vp_token`: a token for whoever presents what the scope asks for.
 * @throws OAuthError with what is wrong.
 */
export async function grantToken(form: URLSearchParams, context: GrantContext): Promise<Granted> {
  const { authority, at } = context;
  const { scope, vpToken, submission } = read(form);
  const presentation = await verified(vpToken, scope, context);
  const { algorithms, credential: types } = requirementOf(scope);
  if (!algorithms.includes(presentation.algorithm)) {
    throw new OAuthError(
      "invalid_request",
      `For ${scope} a presentation is not signed with ${presentation.algorithm}.`,
      `Sign it with ${algorithms.join(" or ")}.`,
    );
  }
  const credential =
    types === undefined
      ? undefined
      : await presented(presentation, submittedAt(submission, scope), types, context);
  await requireStanding(scope, presentation, credential, context);
  await rememberUse(presentation, context);

  const { holder: sub, nonce } = presentation;
  const { key, issuer } = authority;
  return {
    access_token: issueAccessToken(key, issuer, { sub, scope }, at),
    id_token: issueIdToken(key, issuer, { sub, nonce }, at),
    token_type: "Bearer",
    scope: `openid ${scope}`,
    expires_in: tokenLifetime,
  };
}

function read(form: URLSearchParams): {
  scope: Scope;
  vpToken: string;
  submission: Submission;
} {
  const given: Record<string, string> = {};
  for (const name of Object.keys(tokenForm.shape)) {
    const [first = "", ...more] = form.getAll(name);
    if (first === "" || more.length > 0) {
      throw new OAuthError(
        "invalid_request",
        `The parameter ${name} is ${more.length > 0 ? "given twice" : "missing"}.`,
        "Send grant_type, scope, vp_token and presentation_submission, each once.",
      );
    }
    given[name] = first;
  }
  const parsed = tokenForm.safeParse(given);
  if (!parsed.success) throw faultOf(parsed.error, given);
  const { scope, vp_token: vpToken, presentation_submission: submission } = parsed.data;
  if (submission.definition_id !== definitionId(scope)) throw otherSubmission(scope);
  return { scope, vpToken, submission };
}

function faultOf({ issues: [issue] }: z.ZodError, given: Record<string, string>): OAuthError {
  const name = String(issue?.path[0]);
  const value = (given[name] ?? "").slice(0, 80);
  const remedy = issue?.message ?? "See /openapi.json.";
  if (name === "grant_type")
    return new OAuthError("unsupported_grant_type", `The grant "${value}" is not served.`, remedy);
  if (name === "scope")
    return new OAuthError("invalid_scope", `The scope "${value}" is not served.`, remedy);
  // A scope that is not served would have been the first fault.
  return otherSubmission(scopeShape.parse(given["scope"]));
}

function otherSubmission(scope: Scope): OAuthError {
  return new OAuthError(
    "invalid_request",
    "The presentation_submission does not fit the definition.",
    `Give JSON with id, the definition_id "${definitionId(scope)}" and a descriptor_map of jwt_vp.`,
  );
}

async function verified(
  vpToken: string,
  scope: Scope,
  { authority, registers, at, replays }: GrantContext,
): Promise<Presentation> {
  let presentation: Presentation;
  try {
    presentation = await verifyPresentation(vpToken, {
      audience: authority.issuer,
      // Whoever is invited has no document yet; the key that it names has to sign all the same.
      registers: scope === "didr_invite" ? undefined : registers,
      at,
    });
  } catch (error) {
    throw asGrantError(error);
  }
  if (presentation.issuedAt < replays.since) {
    throw new OAuthError(
      "invalid_grant",
      "The presentation is older than this server's memory of what was used.",
      "Make a new one.",
    );
  }
  return presentation;
}

/** Place of the credential in the presentation, as the submission says. */
function submittedAt({ descriptor_map }: Submission, scope: Scope): number {
  const descriptor = descriptor_map.find(({ id }) => id === descriptorId(scope));
  const [, index] = /\[(\d)\]$/.exec(descriptor?.path_nested?.path ?? "") ?? [];
  if (index !== undefined) return Number(index);
  throw new OAuthError(
    "invalid_request",
    `The presentation_submission does not say where the credential for ${scope} is.`,
    `Add a descriptor with the id "${descriptorId(scope)}", path "$" and path_nested with format jwt_vc and path "$.vp.verifiableCredential[0]".`,
  );
}

/** The credential that the scope asks for: of the right type, of the holder, and verified. */
async function presented(
  { holder, credentials, signedBy }: Presentation,
  index: number,
  types: readonly string[],
  context: GrantContext,
): Promise<SignedCredential> {
  const { isValid, checks, credential } = await verifyCredential(credentials[index] ?? "", context);
  if (!isValid || credential === undefined) {
    const failed = checks.find(({ outcome }) => outcome === "failed");
    throw new OAuthError(
      "invalid_grant",
      `The credential does not count: ${failed?.detail ?? ""}`,
      failed?.remedy ?? "",
    );
  }
  if (!credential.credential.type.some((type) => types.includes(type))) {
    throw new OAuthError(
      "invalid_grant",
      "The credential is of another type.",
      `Present one of ${types.join(", ")}.`,
    );
  }
  if (credential.subject !== holder) {
    throw new OAuthError(
      "invalid_grant",
      `The credential is of ${credential.subject}.`,
      `Present one that was issued to ${holder}.`,
    );
  }
  if (credential.boundTo !== undefined && credential.boundTo !== signedBy) {
    throw new OAuthError(
      "invalid_grant",
      "The credential was issued for another key.",
      `Sign the presentation with the key whose thumbprint is ${credential.boundTo}.`,
    );
  }
  return credential;
}

/** What the registers have to say of the holder beside what it presents. */
async function requireStanding(
  scope: Scope,
  { holder }: Presentation,
  credential: SignedCredential | undefined,
  { registers }: GrantContext,
): Promise<void> {
  // A key alone is nobody: whoever makes keys could fill the memory of what was used.
  if (!isLegalEntity(holder)) {
    throw new OAuthError(
      "invalid_grant",
      `${holder} is in no register.`,
      "Present as a legal entity, did:ebsi, with a key of its document.",
    );
  }
  if (scope === "didr_invite" && (await registers.didDocument(holder)) !== undefined) {
    throw new OAuthError(
      "invalid_grant",
      `${holder} has a document already.`,
      "Ask for the scope openid didr_write.",
    );
  }
  if (scope === "tir_invite") {
    const id = credential?.credential.credentialSubject.reservedAttributeId;
    const reserved = id === undefined ? undefined : await registers.accreditation(holder, id);
    if (reserved?.tao !== credential?.issuer || reserved?.issuerType === "Revoked") {
      throw new OAuthError(
        "invalid_grant",
        `No attribute is reserved for ${holder} by the issuer of the credential.`,
        "Ask the TAO to reserve it, and for the accreditation with its reservedAttributeId.",
      );
    }
  }
  if (scope === "tir_write") {
    const mayWrite = (await registers.isIssuer(holder)) || (await registers.isRootTao(holder));
    if (!mayWrite) {
      throw new OAuthError(
        "invalid_grant",
        `${holder} is no trusted issuer.`,
        "Ask a TAO for an accreditation, and accept it with the scope openid tir_invite.",
      );
    }
  }
}

/** Last, when nothing else can fail: only what was good for a token takes room in the memory. */
async function rememberUse(
  { holder, nonce, expiresAt }: Presentation,
  { authority, replays, at }: GrantContext,
): Promise<void> {
  // Servers of several addresses may share a memory.
  const taken = await replays.take(`${authority.issuer} ${holder} ${nonce}`, expiresAt, at);
  if (taken === "used") {
    throw new OAuthError(
      "invalid_grant",
      "The presentation was used already.",
      "Make a new one with a nonce of its own.",
    );
  }
  if (taken === "full") {
    throw new OAuthError(
      "temporarily_unavailable",
      "Too many tokens were asked for.",
      "Try again in five minutes.",
    );
  }
  if (taken === "silent") {
    throw new OAuthError(
      "temporarily_unavailable",
      "It cannot be told whether the presentation was used already.",
      "Try again in a moment; if this lasts, tell whoever runs this server.",
    );
  }
}

function asGrantError(error: unknown): unknown {
  return error instanceof ClientError
    ? new OAuthError("invalid_grant", error.message, error.remedy, { cause: error })
    : error;
}
