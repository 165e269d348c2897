/** Services whose paths EBSI has fixed: programs ask for them at the root of the host, in no language and without a cookie. */
export const ebsiServices = [
  "authorisation",
  "did-registry",
  "ledger",
  "timestamp",
  "trusted-contracts-registry",
  "trusted-issuers-registry",
  "trusted-policies-registry",
  "trusted-schemas-registry",
] as const;

const services: ReadonlySet<string> = new Set(ebsiServices);

/** Whether a path belongs to one of EBSI's services. */
export function isEbsiPath(path: string): boolean {
  return services.has(path.split("/", 2)[1] ?? "");
}

/** Whether a path answers to programs of any origin. */
export function isProgramPath(path: string): boolean {
  return isEbsiPath(path) || path.startsWith("/api/") || path === "/openapi.json";
}
