import { Feed } from "feed";
import ical, { ICalCalendarMethod } from "ical-generator";

import { href, language } from "#lib/language.ts";
import { m } from "#lib/messages.ts";

import { callSentence, sentenceText } from "./call-sentence.ts";
import { isFinal, proposalState } from "./proposal-state.ts";
import { type Proposal, proposalPath, proposalTitle } from "./proposal.ts";
import type { ReadProposal } from "./read-proposals.ts";
import { stateWord } from "./state-words.ts";

/** Entries of a feed: readers fetch it often, and look at the newest. */
const mostEntries = 50;

export interface FeedContext {
  /** Where this site is, without a path. */
  origin: string;
  /** Present timepoint of the chain. */
  now: number;
  ownNetwork: bigint;
  bodyName: string;
}

/** What happens to proposals, for readers of news (Atom, RFC 4287). An entry is new again when its proposal comes a step further. */
export function proposalsAtom(proposals: readonly ReadProposal[], context: FeedContext): string {
  const { origin, bodyName } = context;
  const own = new URL(href("/proposals.atom"), origin).href;
  const newest = proposals
    .map((one) => ({ ...one, changed: lastChange(one.proposal) }))
    .sort((a, b) => b.changed - a.changed)
    .slice(0, mostEntries);
  const feed = new Feed({
    id: own,
    title: m.feed_title({ body: bodyName }),
    link: new URL(href("/proposals"), origin).href,
    feedLinks: { atom: own },
    language: language(),
    updated: dateOf(newest[0]?.changed ?? context.now),
    generator: "Foedus",
    copyright: "",
  });
  for (const { proposal, calls, changed } of newest) {
    const sentences = sentencesOf({ proposal, calls }, context);
    const link = linkTo(proposal, context);
    feed.addItem({
      id: link,
      link,
      title: proposalTitle(proposal, sentences),
      published: dateOf(proposal.facts.proposed.time),
      date: dateOf(changed),
      description: [`${stateWord(proposalState(proposal.facts, context.now))}.`, ...sentences].join(
        " ",
      ),
    });
  }
  return feed.atom1();
}

/** When votes close and decisions can be executed, for calendars (iCalendar, RFC 5545). */
export function proposalsCalendar(
  proposals: readonly ReadProposal[],
  context: FeedContext,
): string {
  const calendar = ical({
    name: m.feed_title({ body: context.bodyName }),
    prodId: { company: "Foedus", product: "proposals", language: language().toUpperCase() },
    method: ICalCalendarMethod.PUBLISH,
    url: new URL(href("/proposals.ics"), context.origin).href,
    // Hours after which a calendar looks again.
    ttl: 3_600,
  });
  for (const one of proposals) {
    const { proposal } = one;
    const { facts } = proposal;
    const state = proposalState(facts, context.now);
    const sentences = sentencesOf(one, context);
    const title = proposalTitle(proposal, sentences);
    const url = linkTo(proposal, context);
    const event = (what: string, summary: string, time: number) =>
      calendar.createEvent({
        id: `${idOf(proposal)}-${what}@${new URL(context.origin).hostname}`,
        start: dateOf(time),
        end: dateOf(time),
        stamp: dateOf(context.now),
        summary,
        description: sentences.join("\n"),
        url,
      });
    if (state === "pending" || state === "active")
      event("closes", m.feed_vote_closes({ title }), facts.voteEnd);
    if ((state === "waiting" || state === "executable") && facts.eta !== null)
      event("executable", m.feed_executable({ title }), facts.eta);
    if ((state === "succeeded" || state === "executable") && facts.expiry !== null)
      event("expires", m.feed_expires({ title }), facts.expiry);
  }
  return calendar.toString();
}

/** Equal proposals in two bodies have equal ids on the chain. */
function idOf({ proposalId, body }: Proposal): string {
  return body.isAssembly ? String(proposalId) : `${body.address}-${proposalId}`;
}

/** Timepoint of the newest thing that is known of a proposal. */
function lastChange({ facts }: Proposal): number {
  const { proposed, decided, queued, executed, cancelled } = facts;
  return Math.max(
    ...[proposed, decided, queued, executed, cancelled].map((step) => step?.time ?? 0),
  );
}

const sentencesOf = (
  { proposal, calls }: ReadProposal,
  { ownNetwork, now }: FeedContext,
): string[] =>
  calls.map((call) =>
    sentenceText(
      callSentence(call, { ownNetwork, ahead: !isFinal(proposalState(proposal.facts, now)) }),
    ),
  );

const linkTo = (proposal: Proposal, { origin }: FeedContext): string =>
  new URL(href(proposalPath(proposal)), origin).href;

const dateOf = (seconds: number): Date => new Date(seconds * 1_000);
