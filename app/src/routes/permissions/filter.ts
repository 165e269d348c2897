import type { PermissionFilter } from "#lib/features/permissions/matrix.ts";

/** What the address asks to see; the page and both downloads read it alike. */
export function readFilter({ searchParams }: URL): PermissionFilter {
  return {
    role: searchParams.get("role") ?? "",
    text: (searchParams.get("text") ?? "").slice(0, 100),
  };
}
