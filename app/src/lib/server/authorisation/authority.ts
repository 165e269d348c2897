import { readOrCreateKeyFile } from "@foedus/client/files";
import type { KeyPair } from "@foedus/client";

import { AUTHORISATION_KEY } from "$app/env/private";

import { endpoints } from "../endpoints.ts";
import { EndpointsError } from "../parse-endpoints.ts";
import { authorisationPath } from "./operations.ts";

let opened: Promise<KeyPair> | undefined;

/** Who signs the access tokens of this server, and under which address. */
export interface TokenAuthority {
  key: KeyPair;
  /** Address of the API, without a slash at its end. */
  api: string;
  /** The configured address, never one that a request names: a presentation that was made for another server must not count here. */
  issuer: string;
}

/** @throws EndpointsError where the server was not told its public address or the place of its key. */
export async function tokenAuthority(): Promise<TokenAuthority> {
  const { api } = await endpoints();
  if (api === undefined) {
    throw new EndpointsError(
      "The server does not know the address of its API.",
      'Let "api" in the file of endpoints say under which address clients reach this server.',
    );
  }
  return { key: await signingKey(), api, issuer: `${api}${authorisationPath}` };
}

async function signingKey(): Promise<KeyPair> {
  if (AUTHORISATION_KEY === "") {
    throw new EndpointsError(
      "The server has no key for access tokens.",
      "Set AUTHORISATION_KEY to the path of a file that this server may write once and read.",
    );
  }
  opened ??= readOrCreateKeyFile(AUTHORISATION_KEY, "ES256");
  try {
    return await opened;
  } catch (cause) {
    opened = undefined;
    throw new EndpointsError(
      `The key for access tokens cannot be opened: ${AUTHORISATION_KEY}.`,
      "Let AUTHORISATION_KEY name a file in a folder that this server may write to, or one with its key.",
      { cause },
    );
  }
}
