import { nodeStatuses } from "#lib/chain/contract-views.ts";
import {
  compose,
  contractName,
  named,
  type SentencePart,
} from "#lib/features/proposals/call-sentence.ts";
import type { CallRegisters, Reference } from "#lib/features/proposals/decode-call.ts";
import { nodeStatusBadge } from "#lib/features/nodes/node-words.ts";
import { m } from "#lib/messages.ts";
import { formatList, formatNumber, shortened } from "#lib/ui/format.ts";

import type { Differences, SeenEvent } from "./simulation.ts";

type Hex = `0x${string}`;
type Sentence = SentencePart[];

/** What the execution of every proposal records, whatever it decides. */
const ofCourse: ReadonlySet<string> = new Set([
  "ProposalExecuted",
  "OperationExecuted",
  // Told as code.
  "Upgraded",
]);

/** What would differ after the execution, in the reader's language; empty when nothing would but what every execution changes. */
export function differenceSentences(
  { roles, balances, code, events }: Differences,
  registers: CallRegisters,
): Sentence[] {
  const part = (value: string) => namePart(value, registers);
  const told = new Set(roles.map(keyOf));
  const others = events.filter((event) => !ofCourse.has(event.event) && !told.has(keyOf(event)));
  return [
    ...code.map(({ contract }) =>
      compose((mark) => m.simulation_code({ contract: mark(part(contract)) })),
    ),
    ...roles.map((event) => roleSentence(event, registers)),
    ...balances.map(({ account, before, after }) =>
      compose((mark) =>
        m.simulation_balance({
          account: mark(part(account)),
          before: amount(before),
          after: amount(after),
        }),
      ),
    ),
    ...others.map((event) => eventSentence(event, registers)),
  ];
}

/** How much would differ in storage, and of which contracts; null for nothing. */
export function storageSentence({ storage }: Differences, registers: CallRegisters): string | null {
  if (storage.length === 0) return null;
  const contracts = [...new Set(storage.map(({ contract }) => namePart(contract, registers).text))];
  return m.simulation_slot_count({ count: storage.length, contracts: formatList(contracts) });
}

/** Somebody or something by the name that our registers give to it. */
export function namePart(value: string, registers: CallRegisters): SentencePart {
  const reference = referenceTo(value, registers);
  if (reference) return named(reference);
  if (/^0x[0-9a-f]+$/i.test(value)) return { text: shortened(value), named: true, id: value };
  return { text: contractName(value) ?? value, named: true };
}

/** The entry of a register that an id or address stands for; null where no register has it. */
export function referenceTo(
  value: string,
  { nodes, organisations, members, contracts }: CallRegisters,
): Reference | null {
  const id = value.toLowerCase() as Hex;
  const node = nodes.get(id);
  if (node) {
    const organisationName = organisations.get(node.organisation)?.name ?? null;
    return { kind: "node", id, record: node, organisationName };
  }
  const organisation = organisations.get(id);
  if (organisation) return { kind: "organisation", id, name: organisation.name };
  const member = members.get(id);
  if (member) return { kind: "member", id, code: member.code, weight: member.weight };
  const contract = contracts.get(id);
  return contract ? { kind: "contract", id, name: contract.name } : null;
}

function roleSentence(event: SeenEvent, registers: CallRegisters): Sentence {
  const { account, roleId, newMember } = event.args;
  if (account === undefined || roleId === undefined || !/^\d{1,20}$/.test(roleId))
    return eventSentence(event, registers);
  const id = BigInt(roleId);
  const role = named({ kind: "role", id, name: registers.roles.get(id) ?? null });
  const who = namePart(account, registers);
  return compose((mark) => {
    const inputs = { account: mark(who), role: mark(role) };
    if (event.event === "RoleRevoked") return m.simulation_role_revoked(inputs);
    return newMember === "false"
      ? m.simulation_role_kept(inputs)
      : m.simulation_role_granted(inputs);
  });
}

function eventSentence(event: SeenEvent, registers: CallRegisters): Sentence {
  const { args } = event;
  const part = (value: string | undefined) => namePart(value ?? "", registers);
  switch (event.event) {
    case "NodeStatusChanged": {
      const status = nodeStatusBadge(nodeStatuses[Number(args["status"])] ?? "none");
      return compose((mark) =>
        m.simulation_node_status({ node: mark(part(args["node"])), status: status.word }),
      );
    }
    case "ValidatorAdded":
      return compose((mark) =>
        m.simulation_validator_added({ validator: mark(part(args["validator"])) }),
      );
    case "ValidatorRemoved":
      return compose((mark) =>
        m.simulation_validator_removed({ validator: mark(part(args["validator"])) }),
      );
    case "MemberWeightChanged":
      return compose((mark) =>
        m.simulation_weight({
          member: mark(part(args["account"])),
          weight: amount(args["weight"] ?? ""),
        }),
      );
    default:
      return recordSentence(event, registers);
  }
}

/** An event that has no words of its own, with all in it that has a name. */
function recordSentence({ contract, event, args }: SeenEvent, registers: CallRegisters): Sentence {
  const names = Object.entries(args)
    // Who did it is the body itself.
    .filter(([name, value]) => name !== "actor" && referenceTo(value, registers) !== null)
    .map(([, value]) => namePart(value, registers).text);
  return compose((mark) => {
    const inputs = {
      contract: mark(namePart(contract, registers)),
      event: mark({ text: event, named: true }),
    };
    return names.length === 0
      ? m.simulation_event(inputs)
      : m.simulation_event_names({ ...inputs, names: formatList([...new Set(names)]) });
  });
}

const keyOf = ({ contract, event, args }: SeenEvent): string =>
  JSON.stringify([contract, event, args]);

const amount = (digits: string): string =>
  /^\d{1,78}$/.test(digits) ? formatNumber(BigInt(digits)) : digits;
