/** A path to come back to that cannot lead to another site, whatever was sent. */
export function pathOfThisSite(value: unknown): string {
  const base = "https://this.invalid";
  if (typeof value !== "string" || !value.startsWith("/") || !URL.canParse(value, base)) return "/";
  const url = new URL(value, base);
  if (url.origin !== base || url.pathname.startsWith("//")) return "/";
  return url.pathname + url.search;
}
