import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import http from "node:http";
import type { AddressInfo } from "node:net";
import { after, before, describe, it } from "node:test";
import { setTimeout as pause } from "node:timers/promises";

import { type Address, type Hex, zeroHash } from "viem";

import { administrator } from "../../../deploy/networks/local/accounts.ts";
import { paymentRulesAbi } from "../../../generated/contracts/PaymentRules.ts";
import { subscriptionsAbi } from "../../../generated/contracts/Subscriptions.ts";
import { webhookRequestTypedData } from "../../../generated/typed-data.ts";
import type { Session } from "../session.ts";

interface Came {
  headers: http.IncomingHttpHeaders;
  body: string;
}

/** A program is told what happens to its subscription. Needs a chain whose clock runs; leaves a cancelled subscription. */
export function webhooks(session: () => Session): void {
  describe("Webhooks", () => {
    const came: Came[] = [];
    const receiver = http.createServer((request, response) => {
      let body = "";
      request.setEncoding("utf8").on("data", (part: string) => (body += part));
      request.on("end", () => {
        came.push({ headers: request.headers, body });
        response.end();
      });
    });
    const account = administrator(1);

    before(async () => {
      await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    });
    after(() => {
      receiver.closeAllConnections();
      receiver.close();
    });

    async function ask(
      method: string,
      path: string,
      statement: { action: "register" | "deliveries" | "delete"; target?: string },
      body?: { url: string; about: string },
    ) {
      const { endpoints } = session().stack;
      const deadline = Math.floor(Date.now() / 1_000) + 600;
      const message = { target: "", about: "", url: "", ...body, ...statement, deadline };
      const response = await fetch(`${session().origin}/api/v1/webhooks${path}`, {
        method,
        headers: {
          "content-type": "application/json",
          "foedus-signer": account.address,
          "foedus-deadline": String(deadline),
          "foedus-signature": await account.signTypedData(
            webhookRequestTypedData(
              endpoints.chainId,
              endpoints.addresses["PaymentEscrow"] as Address,
              message,
            ),
          ),
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      });
      return { status: response.status, answer: (await response.json()) as Record<string, string> };
    }

    async function untilCame(count: number): Promise<void> {
      const end = performance.now() + 30_000;
      while (came.length < count) {
        assert.ok(performance.now() < end, `${came.length} of ${count} came.`);
        await pause(50);
      }
    }

    it("a registered endpoint is told of each event, signed, in the order of the chain", async () => {
      const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/hook`;
      const { status, answer } = await ask(
        "POST",
        "",
        { action: "register" },
        { url, about: "account" },
      );
      assert.equal(status, 201, JSON.stringify(answer));
      const { id = "", secret = "" } = answer;
      await untilCame(1);

      const { assembly, stack } = session();
      const { Subscriptions, EuroToken, PaymentRules } = stack.endpoints.addresses;
      const { feeMinimum } = await assembly.read({
        address: PaymentRules as Address,
        abi: paymentRulesAbi,
        functionName: "tokenRule",
        args: [EuroToken as Address],
      });
      const subscriptions = { address: Subscriptions as Address, abi: subscriptionsAbi };
      const now = await assembly.now();
      const terms = {
        payer: account.address,
        payee: administrator(2).address,
        token: EuroToken as Address,
        amountPerPeriod: 5_000_000n,
        period: 86_400,
        from: now,
        until: now + 30 * 86_400,
        grace: 86_400,
        feeBps: feeMinimum,
        orderReference: zeroHash,
        salt: 8_317n,
      };
      const subscription = await assembly.read({
        ...subscriptions,
        functionName: "subscriptionId",
        args: [terms],
      });
      const transactions: Hex[] = [];
      for (const name of ["subscribe", "cancel"] as const)
        transactions.push(
          await assembly.send(account.address, assembly.call(subscriptions, name, [terms])),
        );
      await untilCame(3);

      assert.deepEqual(
        came.map(({ body }) => (JSON.parse(body) as { type: string }).type),
        ["EndpointRegistered", "Subscribed", "SubscriptionCancelled"],
      );
      const key = Buffer.from(secret.replace("whsec_", ""), "base64");
      for (const { headers, body } of came) {
        const signed = `${String(headers["webhook-id"])}.${String(headers["webhook-timestamp"])}.${body}`;
        const expected = createHmac("sha256", key).update(signed).digest("base64");
        assert.equal(headers["webhook-signature"], `v1,${expected}`);
      }
      const { data } = JSON.parse(came[1]?.body ?? "") as { data: Record<string, unknown> };
      assert.equal(data["transaction"], transactions[0]);
      assert.deepEqual(data["subscription"], {
        id: subscription,
        payer: account.address.toLowerCase(),
        payee: administrator(2).address.toLowerCase(),
        token: { id: (EuroToken as string).toLowerCase() },
      });

      const log = await ask("GET", `/${id}/deliveries`, { action: "deliveries", target: id });
      const { deliveries } = log.answer as unknown as { deliveries: { state: string }[] };
      assert.deepEqual(
        deliveries.map(({ state }) => state),
        ["accepted", "accepted", "accepted"],
      );
      const gone = await ask("DELETE", `/${id}`, { action: "delete", target: id });
      assert.deepEqual([gone.status, gone.answer], [200, { deleted: id }]);
    });
  });
}
