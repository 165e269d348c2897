import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";

import { expect } from "../expect.ts";

import { administrator } from "../../../deploy/networks/local/accounts.ts";
import {
  authorities,
  nodeId,
  operators,
  organisationId,
} from "../../../deploy/networks/local/sample.ts";
import { accessibilityProblems, sidewaysScroll } from "../accessibility.ts";
import type { Language, Session, Theme } from "../session.ts";
import { sampleProposals } from "../sample-proposals.ts";
import { Site } from "../pages/site.ts";

const alpha = organisationId(operators[0].identifier);
/** Routes and what their main heading says in English; an error page is a page too. */
const routes: [path: string, heading: RegExp][] = [
  ["/", /^Decisions on the shared network$/],
  ["/proposals", /^Proposals$/],
  ["/proposals?state=lapsed&text=nothing", /^Proposals$/],
  ["/proposals/new", /^New proposal$/],
  ["/proposals/new?measure=retire-node", /^New proposal$/],
  ["/proposals/new?measure=set-weight", /^New proposal$/],
  ["/bodies", /^Bodies$/],
  ["/bodies/0x0000000000000000000000000000000000000001", /^There is no such body$/],
  ["/members", /^Members$/],
  ["/members?order=population", /^Members$/],
  ["/members/DE", /^Germany$/],
  ["/mandates", /^Mandates$/],
  ["/mandates?body=operators", /^Mandates$/],
  ["/mandates?member=DE", /^Mandates of Germany$/],
  ["/minutes", / to /],
  ["/minutes?from=2026-03-02&to=2026-03-01", /^The period would end/],
  ["/organisations", /^Organisations$/],
  [`/organisations/${alpha}`, /^Operator Alpha/],
  [`/organisations/${organisationId(authorities[0].identifier)}`, /^Ministry North/],
  ["/nodes", /^Nodes$/],
  ["/nodes?status=retired", /^Nodes$/],
  [`/nodes/${nodeId(0)}`, /^validator-1\.alpha\.example$/],
  [`/nodes/${nodeId(2)}?span=day`, /^validator-1\.gamma\.example$/],
  ["/networks", /^Networks$/],
  ["/networks/31337", /^Foedus on the embedded chain$/],
  ["/networks/31337/drift", /^Drift on Foedus on the embedded chain$/],
  ["/networks/5", /^There is no such network$/],
  ["/nodes/register", /^Register a node$/],
  ["/proposals/new?measure=describe-organisation", /^New proposal$/],
  ["/proposals/new?measure=upgrade", /^New proposal$/],
  ["/join", /^Join as an operator$/],
  [`/join?node=${nodeId(0)}`, /^Join as an operator$/],
  ["/accounts", /^Accounts$/],
  [`/accounts?organisation=${alpha}`, /^Accounts$/],
  [`/accounts/${administrator(0).address}`, /^0x[0-9a-f]{6}…[0-9a-f]{6}$/],
  ["/permissions", /^Permissions$/],
  [`/permissions?role=NODES&sender=${administrator(0).address}`, /^Permissions$/],
  ["/permissions?sender=BE-3", /^Permissions$/],
  ["/identity", /^Identity$/],
  ["/identity/dids", /^DIDs$/],
  ["/identity/dids?state=deactivated&text=nobody", /^DIDs$/],
  ["/identity/dids/did:ebsi:zNobodyNobodyNobody", /^There is no such DID$/],
  ["/identity/issuers", /^Issuers$/],
  ["/identity/schemas", /^Schemas$/],
  ["/identity/status-lists", /^Status lists$/],
  ["/identity/timestamps", /^Timestamps$/],
  ["/identity/timestamps?list=records&hash=none#check", /^Timestamps$/],
  [`/identity/timestamps?hash=${"1".repeat(64)}`, /^Timestamps$/],
  ["/identity/timestamps?list=batches", /^Timestamps$/],
  [`/identity/batches/0x${"1".repeat(64)}`, /^There is no such batch$/],
  [`/identity/timestamps/0x${"1".repeat(64)}`, /^There is no such anchor$/],
  ["/identity/policies", /^Policies$/],
  [`/identity/policies?account=${administrator(0).address}`, /^Policies$/],
  ["/identity/policies?account=BE", /^Policies$/],
  [`/identity/ethr/${administrator(0).address}`, /^0x[0-9a-f]{4}…[0-9a-f]{4}$/i],
  ["/identity/ethr", /^Identities of addresses$/],
  ["/identity/ethr?address=nobody", /^Identities of addresses$/],
  ["/identity/ethr/nobody", /^This is no address$/],
  [`/identity/records/0x${"1".repeat(64)}`, /^There is no such record$/],
  ["/payments", /^Payments$/],
  [`/payments?state=over&party=${administrator(0).address}`, /^Payments$/],
  ["/payments?party=BE", /^Payments$/],
  [`/payments/0x${"1".repeat(64)}`, /^There is no such payment$/],
  ["/payments/streams", /^Streams$/],
  ["/payments/streams?state=paused", /^Streams$/],
  [`/payments/streams/0x${"1".repeat(64)}`, /^There is no such stream$/],
  ["/payments/subscriptions", /^Subscriptions$/],
  ["/payments/subscriptions?state=over", /^Subscriptions$/],
  [`/payments/subscriptions/0x${"1".repeat(64)}`, /^There is no such subscription$/],
  ["/payments/new?kind=milestones", /^New payment$/],
  ["/payments/new?kind=signed", /^New payment$/],
  ["/programs", /^Interface for programs$/],
  ["/identity/verify", /^Verify a credential$/],
  ["/identity/accredit", /^Accredit a legal entity$/],
  ["/identity/dids/new", /^Insert a DID$/],
  [`/identity/accreditations/0x${"1".repeat(64)}`, /^There is no such accreditation$/],
  ["/proposals/new?measure=admit-root-tao", /^New proposal$/],
  ["/proposals/new?measure=update-schema", /^New proposal$/],
  ["/payments/treasury", /^Treasury$/],
  [`/payments/treasury/0x${"1".repeat(64)}`, /^There is no such line of the budget$/],
  [
    `/payments/treasury/contributions/0x${"1".repeat(64)}`,
    /^There is no such call for contributions$/,
  ],
  ["/nonsense", /^There is no such page$/],
];

/** Pages whose addresses name a body by its Council. */
function routesOfBodies({ stack }: Session): typeof routes {
  const { EmergencyCouncil, OperatorsCommittee } = stack.endpoints.addresses;
  return [
    [`/bodies/${EmergencyCouncil}`, /^Emergency Council$/],
    [`/bodies/${EmergencyCouncil}/members/BE`, /^Belgium$/],
    [`/bodies/${OperatorsCommittee}/members/ALPHA`, /^ALPHA$/],
    [`/bodies/${OperatorsCommittee}/members/BE`, /^There is no member BE$/],
    [`/proposals/new?body=${EmergencyCouncil}`, /^New proposal$/],
    ["/proposals/new?measure=grant-veto&vetoScope=named", /^New proposal$/],
    [`/mandates?body=${OperatorsCommittee}&member=ALPHA`, /^Mandates of ALPHA$/],
  ];
}

/**
 * Two visits in which each theme, width and language is met once; the narrow one in the language of the longer words. Each visit looks at
 * every page, so that more of them would cost minutes and find what one of the two has found.
 */
const visits: { theme: Theme; width: number; language: Language }[] = [
  { theme: "light", width: 1280, language: "en" },
  { theme: "dark", width: 390, language: "fr" },
];

/** Every page in every state, held against WCAG 2.2 AA. Needs the sample; leaves proposals in most states, the chain's clock running. */
export function everyPage(session: () => Session): void {
  describe("Every page", () => {
    const states: [path: string, word: Record<Language, string>][] = [
      [sampleProposals.open, { en: "Open for votes", fr: "Vote ouvert" }],
      [sampleProposals.rejected, { en: "Rejected", fr: "Rejetée" }],
      [sampleProposals.executed, { en: "Executed", fr: "Exécutée" }],
    ];

    before(async () => {
      const { assembly } = session();
      const { nodeRegistry, decisionClasses } = assembly.contracts;
      const suspend = assembly.call(nodeRegistry, "suspendNode", [nodeId(1)]);
      const selector = suspend.data.slice(0, 10) as `0x${string}`;
      const easier = assembly.call(decisionClasses, "setDecisionClass", [
        nodeRegistry.address,
        selector,
        2,
      ]);

      const approved = await assembly.propose(
        "DE",
        "# Suspend a validator of Operator Beta\n\nIt is not reachable.",
        [suspend],
      );
      await assembly.approve(approved);
      states.push([
        approved.path,
        { en: "Approved, to be queued", fr: "Approuvée, à mettre en file" },
      ]);

      const executable = await assembly.propose("DE", "# Suspend a validator of Operator Gamma", [
        assembly.call(nodeRegistry, "suspendNode", [nodeId(2)]),
      ]);
      await assembly.approve(executable);
      await assembly.queue(executable);
      await assembly.delayEnds(executable);
      states.push([executable.path, { en: "Ready to execute", fr: "Prête à exécuter" }]);

      // From here on no block comes by itself: what waits goes on waiting.
      await assembly.halt(true);
      const waiting = await assembly.propose(
        "DE",
        "# Suspend nodes by simple majority, and one at once",
        [easier, suspend],
      );
      await assembly.approve(waiting);
      await assembly.queue(waiting);
      states.push([waiting.path, { en: "Approved, waiting", fr: "Approuvée, en attente" }]);

      const cancelled = await assembly.propose("DE", "# Suspend a validator, withdrawn", [suspend]);
      await assembly.cancel("DE", cancelled);
      states.push([cancelled.path, { en: "Cancelled", fr: "Annulée" }]);

      const pending = await assembly.propose("DE", "# Suspend a validator later", [suspend]);
      states.push([pending.path, { en: "Not open yet", fr: "Pas encore ouverte" }]);
    });
    after(async () => {
      await session().assembly.halt(false);
    });

    // Nothing moves: two visits at once are done in half the time.
    describe("as it stands", { concurrency: 2 }, () => {
      for (const { theme, width, language } of visits) {
        it(`is accessible and fits: ${theme}, ${width} pixels wide, ${language}`, async () => {
          await session().visit({ theme, width, tolerates: [/status of 40[04]/] }, async (page) => {
            // The pages count on from the chain's time, which stands still.
            await page.clock.setFixedTime(new Date());
            const site = new Site(page);
            const problems: string[] = [];
            const look = async (path: string) => {
              problems.push(
                ...(await accessibilityProblems(page)).map((problem) => `${path}: ${problem}`),
              );
              for (const narrow of width < 640 ? [width, 320] : [width]) {
                await page.setViewportSize({ width: narrow, height: 844 });
                const sideways = await sidewaysScroll(page);
                if (sideways !== 0)
                  problems.push(`${path}: scrolls sideways by ${sideways} pixels at ${narrow}`);
              }
              await page.setViewportSize({ width, height: 844 });
            };
            const prefix = language === "en" ? "" : `/${language}`;

            for (const [path, heading] of [...routes, ...routesOfBodies(session())]) {
              await site.open(prefix + path);
              if (language === "en") await expect(site.heading).toHaveText(heading);
              await expect(page.locator("html")).toHaveAttribute("lang", language);
              await look(path);
            }
            for (const [path, word] of states) {
              await site.open(prefix + path);
              await expect(
                site.main.getByText(word[language], { exact: true }).first(),
              ).toBeVisible();
              await look(`${path} (${word.en})`);
            }
            assert.deepEqual(problems, []);
          });
        });
      }
    });
  });
}
