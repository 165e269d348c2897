import { isAddress } from "viem";

import { contractNames, type Endpoints } from "#lib/endpoints.ts";

/** The file of endpoints is missing or wrong; `remedy` says what to do. */
export class EndpointsError extends Error {
  override readonly name = "EndpointsError";
  readonly remedy: string;

  constructor(message: string, remedy: string, options?: ErrorOptions) {
    super(message, options);
    this.remedy = remedy;
  }
}

const remedy =
  "Start the system with `npm start`, or let FOEDUS_ENDPOINTS name a file that says chainId, rpc, graphql and addresses.";

/** Each of them is asked when a reader looks at the network. */
const mostEnforcers = 200;

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function httpUrl(record: Record<string, unknown>, key: string): string {
  const value = record[key];
  if (
    typeof value !== "string" ||
    !URL.canParse(value) ||
    !/^https?:$/.test(new URL(value).protocol)
  ) {
    throw new EndpointsError(
      `"${key}" in the file of endpoints is no http address: ${JSON.stringify(value)}.`,
      remedy,
    );
  }
  return value;
}

/** Reads the file of endpoints; every fault names the entry that is wrong. */
export function parseEndpoints(text: string): Endpoints {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new EndpointsError("The file of endpoints is not JSON.", remedy, { cause });
  }
  if (!isRecord(json)) throw new EndpointsError("The file of endpoints is no JSON object.", remedy);

  const { chainId, addresses, startedAt } = json;
  if (typeof chainId !== "number" || !Number.isSafeInteger(chainId) || chainId < 1) {
    throw new EndpointsError(
      `"chainId" in the file of endpoints is no chain id: ${JSON.stringify(chainId)}.`,
      remedy,
    );
  }
  if (!isRecord(addresses))
    throw new EndpointsError('"addresses" is missing in the file of endpoints.', remedy);

  const contracts = {} as Endpoints["addresses"];
  for (const name of contractNames) {
    const address = addresses[name];
    if (typeof address !== "string" || !isAddress(address, { strict: false })) {
      throw new EndpointsError(
        `"addresses.${name}" in the file of endpoints is no address: ${JSON.stringify(address)}.`,
        remedy,
      );
    }
    contracts[name] = address;
  }

  const { enforcers = {} } = json;
  if (!isRecord(enforcers) || Object.keys(enforcers).length > mostEnforcers) {
    throw new EndpointsError(
      `"enforcers" in the file of endpoints is no object of ${mostEnforcers} addresses at most.`,
      remedy,
    );
  }
  for (const name of Object.keys(enforcers)) httpUrl(enforcers, name);

  return {
    chainId,
    rpc: httpUrl(json, "rpc"),
    graphql: httpUrl(json, "graphql"),
    api: json["api"] === undefined ? undefined : httpUrl(json, "api").replace(/\/$/, ""),
    addresses: contracts,
    enforcers: enforcers as Record<string, string>,
    startedAt: typeof startedAt === "string" ? startedAt : undefined,
  };
}
