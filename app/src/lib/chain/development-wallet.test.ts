import { render } from "svelte/server";
import { afterEach, expect, it, vi } from "vitest";

import { type Addresses, contractNames } from "#lib/endpoints.ts";
import { m } from "#lib/messages.ts";

import WalletControl from "./WalletControl.svelte";
import WalletDialog from "./WalletDialog.svelte";

type Rendering = (renderer: object, props: { children: (renderer: object) => void }) => void;

vi.mock("$app/navigation", () => ({ refreshAll: () => Promise.resolve() }));
// A dialog opens in a browser only. What stands in it is rendered in its place here.
vi.mock("#lib/ui/Dialog.svelte", () => {
  const inPlace: Rendering = (renderer, { children }) => children(renderer);
  return { default: inPlace };
});

const addresses = Object.fromEntries(
  contractNames.map((name) => [name, `0x${"c1".repeat(20)}`]),
) as Addresses;
const deployment = (development: boolean) => ({
  chainId: development ? 31337 : 4711,
  addresses,
  development,
});

afterEach(() => {
  vi.resetModules();
  vi.unstubAllGlobals();
});

it("the dialog offers to act for somebody on the embedded chain", () => {
  const props = { open: true, deployment: deployment(true) };
  const { body } = render(WalletDialog, { props });
  expect(body).toContain(m.chain_wallet_development_title());
  expect(body).toContain(m.chain_wallet_offered_title());
});

it("the dialog offers the reader's own wallets alone on any other chain", () => {
  const props = { open: true, deployment: deployment(false) };
  const { body } = render(WalletDialog, { props });
  expect(body).not.toContain(m.chain_wallet_development_title());
  expect(body).not.toContain(m.chain_wallet_development_what());
  expect(body).toContain(m.chain_wallet_offered_title());
});

it("the button promises what the dialog offers", () => {
  const button = (development: boolean) =>
    render(WalletControl, { props: { deployment: deployment(development) } }).body;
  expect(button(true)).toContain(m.chain_wallet_act());
  expect(button(false)).not.toContain(m.chain_wallet_act());
  expect(button(false)).toContain(m.chain_wallet_connect());
});

it.each([
  [true, 1],
  [false, 0],
])(
  "a development wallet of last time acts again only where there is one: %s",
  async (development, times) => {
    const account = `0x${"a1".repeat(20)}`;
    vi.stubGlobal("localStorage", {
      getItem: () => JSON.stringify({ kind: "development", account }),
    });
    const connectDevelopment = vi.fn(() => Promise.resolve());
    vi.doMock("./wagmi-connections.ts", () => ({
      openConnections: () => ({ watch: () => undefined, connectDevelopment }),
    }));
    const { wallet } = await import("./wallet.svelte.ts");
    await wallet.start(deployment(development));
    expect(connectDevelopment).toHaveBeenCalledTimes(times);
  },
);
