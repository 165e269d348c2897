import { spawnSync } from "node:child_process";

import { installDebianPackage } from "./debian-package.ts";

/** Runs the arguments that follow it in a network of their own, which has nothing but loopback, and with mounts of their own. */
const ofRoot = ["unshare", "--net", "--mount"] as const;
const ofOthers = ["unshare", "--user", "--map-root-user", "--net", "--mount"] as const;
const withLoopback = ["sh", "-c", 'ip link set lo up && exec "$@"', "sh"];

/** How to run a program in a network of its own, because nodes listen on every interface; or what is missing for that. */
export async function provideNamespace(
  report: (line: string) => void,
): Promise<{ within: readonly [program: string, ...args: string[]] } | { missing: string }> {
  if (process.platform !== "linux") {
    return { missing: "nodes run in a network namespace, which only Linux has" };
  }
  if (spawnSync("ip", ["-V"]).status !== 0) {
    const remedy = await installDebianPackage("iproute2", report);
    if (remedy !== undefined) return { missing: `there is no program ip (iproute2): ${remedy}` };
  }
  const unshare = process.getuid?.() === 0 ? ofRoot : ofOthers;
  const attempt = spawnSync(unshare[0], [...unshare.slice(1), ...withLoopback, "true"], {
    encoding: "utf8",
  });
  if (attempt.status === 0) return { within: [...unshare, ...withLoopback] };
  const reason = attempt.error?.message ?? attempt.stderr.trim();
  return {
    missing: `this machine lets nobody make a network namespace (${reason}): run as root, or allow user namespaces`,
  };
}
