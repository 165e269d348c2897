import { execFileSync } from "node:child_process";
import fs from "node:fs";

/**
 * Tells one process from a later one that got the same id: ids are used again, the moment of birth is not.
 * Undefined when no such process lives.
 */
export function processIdentity(pid: number): string | undefined {
  if (process.platform === "linux") {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
      // The command's name stands in parentheses and may hold spaces: fields are counted from behind it.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const isZombie = fields[0] === "Z";
      const boot = fs.readFileSync("/proc/sys/kernel/random/boot_id", "utf8").trim();
      return isZombie ? undefined : `${boot}/${fields[19]}`;
    } catch {
      return undefined;
    }
  }
  try {
    return (
      execFileSync("ps", ["-o", "lstart=", "-p", String(pid)], { encoding: "utf8" }).trim() ||
      undefined
    );
  } catch {
    return undefined;
  }
}
