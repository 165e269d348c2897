import { readNodes } from "#lib/features/nodes/read-nodes.ts";
import { paymentKinds } from "#lib/flows/new-payment/payment-draft.ts";
import { readPaymentChoices } from "#lib/flows/new-payment/read-choices.ts";
import { pageReading } from "#lib/server/sources.ts";

import type { PageServerLoad } from "./$types";

export const load: PageServerLoad = async ({ url }) => {
  const reading = await pageReading();
  const asked = url.searchParams.get("kind");
  const kind = [...paymentKinds, "signed" as const].find((one) => one === asked) ?? "one-off";
  const [choices, nodes, now] = await Promise.all([
    readPaymentChoices(reading.chain, reading.addresses),
    kind === "stream" || kind === "signed" ? activeNodes() : [],
    reading.now,
  ]);
  return { kind, choices: { ...choices, nodes }, now };

  async function activeNodes() {
    const { nodes } = await readNodes(reading, { status: "active", kind: null, page: 1 });
    return nodes.map(({ id, host, organisation }) => ({
      id,
      host,
      organisation: organisation.name,
    }));
  }
};
