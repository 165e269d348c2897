/** Whether passkeys can work at the address by which this page was opened: they belong to a domain name for ever. */
export type PasskeyPlace =
  | { works: true; rpId: string }
  /** `better` is the same page by a name, where one is known. */
  | { works: false; why: "number" | "insecure" | "unsupported"; better: string | null };

interface Surroundings {
  /** Address of the page. */
  href: string;
  isSecureContext: boolean;
  /** Whether the browser knows passkeys at all. */
  supported: boolean;
}

/** A page that was opened by an IP address can have no passkeys, whatever the browser. */
export function passkeyPlace({ href, isSecureContext, supported }: Surroundings): PasskeyPlace {
  const url = new URL(href);
  const host = url.hostname;
  if (/^\d+(\.\d+){3}$/.test(host) || host.startsWith("[")) {
    const isThisComputer = host.startsWith("127.") || host === "[::1]";
    if (isThisComputer) url.hostname = "localhost";
    return { works: false, why: "number", better: isThisComputer ? url.href : null };
  }
  if (!isSecureContext) {
    url.protocol = "https:";
    return { works: false, why: "insecure", better: url.href };
  }
  return supported
    ? { works: true, rpId: host }
    : { works: false, why: "unsupported", better: null };
}

/** The place of the page that is open. In the browser only. */
export function thisPlace(): PasskeyPlace {
  return passkeyPlace({
    href: location.href,
    isSecureContext,
    supported: typeof PublicKeyCredential !== "undefined",
  });
}
