import { Body, type BodyPlan } from "./body.ts";
import { TestChain } from "./chain.ts";

/** A body on a chain of its own, as new at the beginning of each test of the suite that calls this. */
export function bodyForEachTest(
  plan: BodyPlan = {},
  prepare?: (body: Body) => Promise<void>,
): () => Body {
  let chain: TestChain | undefined;
  let body: Body | undefined;

  const deployed = async (): Promise<Body> => {
    if (!chain) throw new Error("The chain of the suite has not been created.");
    const fresh = await Body.deploy(chain, plan);
    await prepare?.(fresh);
    return fresh;
  };

  before(async () => {
    chain = await TestChain.create();
  });
  beforeEach(async () => {
    body = await chain?.connection.networkHelpers.loadFixture(deployed);
  });
  after(async () => {
    await chain?.connection.close();
  });

  return () => {
    if (!body) throw new Error("The body exists only while a test runs.");
    return body;
  };
}
