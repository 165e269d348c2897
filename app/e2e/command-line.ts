import { spawn } from "node:child_process";
import path from "node:path";

const root = path.resolve(import.meta.dirname, "../..");

/** Runs a command as a reader does who copies it from a page into a terminal of a clone; gives what it prints. */
export async function runInTerminal(command: string): Promise<string> {
  // A terminal knows nothing of the run around the tests.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(npm_|FOEDUS_|NODE_TEST_CONTEXT$|INIT_CWD$)/.test(name),
    ),
  );
  const child = spawn("bash", ["-c", command], {
    cwd: root,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  let printed = "";
  let complained = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (printed += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complained += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  if (code !== 0) throw new Error(`${command}\nended with ${code}:\n${complained}${printed}`);
  return printed;
}

/** A key for a node, made by the command line as an operator does, with the enode URL of the node that will have it. */
export async function makeNodeKey(
  folder: string,
  host: string,
): Promise<{ keyFile: string; enode: string }> {
  const keyFile = path.join(folder, "node key");
  const printed = await runInTerminal(`npm run --silent foedus -- node key --out '${keyFile}'`);
  const enode = /enode:\/\/\S+/.exec(printed)![0].replace("<host>:<port>", `${host}:30303`);
  return { keyFile, enode };
}
