import fs from "node:fs";
import http from "node:http";
import type { AddressInfo } from "node:net";

/**
 * A receiver of webhooks as a program of its own: `webhook-receiver.ts <log>`. It writes each request into the log, on the disk, before
 * it answers, and answers by the last part of the path: `accept`; `flaky` refuses every third request; `refuse` always; `gone` with 410;
 * `hang` never; `redirect` to the path of `accept`; `mute` refuses until the file `<log>.ready` is there; `talk` answers without an end.
 */
const [log] = process.argv.slice(2);
if (log === undefined) throw new Error("usage: webhook-receiver.ts <log>");
const file = fs.openSync(log, "a");
let count = 0;

const server = http.createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    const path = request.url ?? "";
    const way = path.split("/").at(-1);
    count += 1;
    const refuses =
      way === "refuse" ||
      (way === "flaky" && count % 3 === 0) ||
      (way === "mute" && !fs.existsSync(`${log}.ready`));
    const status = way === "gone" ? 410 : way === "redirect" ? 307 : refuses ? 503 : 200;
    const { headers } = request;
    const body = Buffer.concat(chunks).toString();
    fs.writeSync(file, `${JSON.stringify({ path, at: Date.now(), status, headers, body })}\n`);
    fs.fsyncSync(file);
    if (way === "hang") return;
    response.writeHead(status, way === "redirect" ? { location: "/elsewhere/accept" } : {});
    if (way !== "talk") {
      response.end("taken");
      return;
    }
    const more = (): void => {
      while (!response.destroyed && response.write(Buffer.alloc(65_536, "x")));
      if (!response.destroyed) response.once("drain", more);
    };
    more();
  });
});
server.listen(0, "127.0.0.1", () => {
  process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
