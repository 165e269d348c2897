import type { BrowserContext } from "playwright";

/**
 * Everything that a page must not do, as it happens: log an error or a warning (a broken content security policy and a
 * failed hydration are logged too), throw, or ask another server.
 */
export function watchComplaints(
  context: BrowserContext,
  origin: string,
  tolerates: readonly RegExp[],
): string[] {
  const complaints: string[] = [];
  const note = (complaint: string) => {
    if (!tolerates.some((pattern) => pattern.test(complaint))) complaints.push(complaint);
  };
  context.on("request", (request) => {
    const url = new URL(request.url());
    // Nothing may come from elsewhere, whatever was tolerated otherwise.
    if (url.origin !== origin) complaints.push(`request to another origin: ${request.url()}`);
  });
  context.on("console", (message) => {
    const type = message.type();
    if (type === "error" || type === "warning")
      note(`${type}: ${message.text()} (${message.location().url})`);
  });
  context.on("weberror", (error) =>
    note(`thrown: ${error.error().stack ?? error.error().message}`),
  );
  return complaints;
}
