import { after, before, describe } from "node:test";

import { accounts } from "./journeys/accounts.ts";
import { afterTheDeadline } from "./journeys/after-the-deadline.ts";
import { anotherCouncil } from "./journeys/another-council.ts";
import { ballots } from "./journeys/ballots.ts";
import { bodies } from "./journeys/bodies.ts";
import { closedDoors } from "./journeys/closed-doors.ts";
import { deliberation } from "./journeys/deliberation.ts";
import { documents } from "./journeys/documents.ts";
import { everyPage } from "./journeys/every-page.ts";
import { fiveMinutes } from "./journeys/five-minutes.ts";
import { governance } from "./journeys/governance.ts";
import { handOver } from "./journeys/hand-over.ts";
import { identity } from "./journeys/identity.ts";
import { indexGone } from "./journeys/index-gone.ts";
import { indexLate } from "./journeys/index-late.ts";
import { keyboardOnly } from "./journeys/keyboard.ts";
import { minutesOfPeriod } from "./journeys/minutes-of-period.ts";
import { paymentsApi } from "./journeys/payments-api.ts";
import { payments } from "./journeys/payments.ts";
import { signedPayments } from "./journeys/payments-signed.ts";
import { paymentsByDecision } from "./journeys/payments-by-decision.ts";
import { proposalCommands } from "./journeys/proposal-commands.ts";
import { programs } from "./journeys/programs.ts";
import { publicApi } from "./journeys/public-api.ts";
import { nodeService } from "./journeys/node-service.ts";
import { officeKeys } from "./journeys/office-keys.ts";
import { otherBodies } from "./journeys/other-bodies.ts";
import { operateNode } from "./journeys/operate-node.ts";
import { propose } from "./journeys/propose.ts";
import { refusedExecution } from "./journeys/refused-execution.ts";
import { registerNode } from "./journeys/register-node.ts";
import { registers } from "./journeys/registers.ts";
import { resultPackages } from "./journeys/result-package.ts";
import { simulations } from "./journeys/simulations.ts";
import { treasury } from "./journeys/treasury.ts";
import { trust } from "./journeys/trust.ts";
import { upgrade } from "./journeys/upgrade.ts";
import { wallets } from "./journeys/wallets.ts";
import { webhooks } from "./journeys/webhooks.ts";
import { whoMayVote } from "./journeys/who-may-vote.ts";
import { withoutScript } from "./journeys/without-script.ts";
import { wrongAddresses } from "./journeys/wrong-addresses.ts";
import { type Session, startSession } from "./session.ts";

/** All journeys on one stack, in an order in which each finds what it needs: its first lines say what that is. */
describe("The dApp on the whole stack", () => {
  let started: Session | undefined;
  const session = () => {
    if (!started) throw new Error("The stack is not started.");
    return started;
  };

  before(async () => {
    started = await startSession();
  });
  after(async () => {
    await started?.stop();
  });

  closedDoors(session);
  registers(session);
  programs(session);
  publicApi(session);
  paymentsApi(session);
  resultPackages(session);
  // While no more validators than the floor are there, so that one of them cannot be retired.
  simulations(session);
  proposalCommands(session);
  fiveMinutes(session);
  nodeService(session);
  keyboardOnly(session);
  withoutScript(session);
  wrongAddresses(session);
  wallets(session);
  operateNode(session);
  propose(session);
  documents(session);
  registerNode(session);
  whoMayVote(session);
  refusedExecution(session);
  accounts(session);
  ballots(session);
  webhooks(session);
  officeKeys(session);
  handOver(session);
  minutesOfPeriod(session);
  deliberation(session);
  upgrade(session);
  indexLate(session);
  indexGone(session);
  everyPage(session);
  afterTheDeadline(session);
  bodies(session);
  otherBodies(session);
  trust(session);
  // Before the bounds of the fee are changed.
  payments(session);
  signedPayments(session);
  paymentsByDecision(session);
  treasury(session);
  governance(session);
  identity(session);
  // The last: the Council of all the others has no say afterwards, and the index numbers no proposals of the one that has.
  anotherCouncil(session);
});
