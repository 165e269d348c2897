// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {IRegistryProxy} from "../../../contracts/access/IRegistryProxy.sol";
import {Roles} from "../../../contracts/access/Roles.sol";
import {BallotOutcome, ICouncil} from "../../../contracts/governance/ICouncil.sol";
import {CallRecorder} from "../../../contracts/mocks/CallRecorder.sol";
import {OrganisationRegistrySuccessor} from "../../../contracts/mocks/OrganisationRegistrySuccessor.sol";
import {NodeId} from "../../../contracts/types/NodeId.sol";
import {CLASS_COUNT, ClassSet, DecisionClass} from "../../../contracts/types/DecisionClass.sol";
import {Rule} from "../../../contracts/types/Rule.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Everything that happens to proposals of a body of seven, in any order
contract CouncilHandler is Handler {
    uint256 private constant VOTERS = 7;
    uint256 private constant MAX_PROPOSALS = 6;
    uint256 private constant FIRST_KEY = 0xabc0;
    uint256 private constant SECOND_KEY = 0xdef0;
    uint256 private constant CALL_KINDS = 6;
    bytes32 private constant BALLOT_TYPEHASH = keccak256(
        "MemberBallot(uint256 proposalId,bytes32 actionHash,uint8 support,string reason,address member,uint48 deadline)"
    );
    /// @dev One ballot in four is signed for something else.
    uint256 private constant FORGERIES = 20;

    enum CallKind {
        /// Recorded by a contract that anybody may call; its class changes.
        Record,
        /// Simple; works once.
        RegisterOrganisation,
        /// Qualified; reverts when it is executed.
        RetireUnknownNode,
        /// The Council's own setting.
        SetVotingPeriod,
        /// Carries a call that would be simple.
        NestedInAuthority,
        /// Carries a call that would be simple.
        NestedInCouncil
    }

    struct Proposal {
        uint256 id;
        address proposer;
        string description;
        address[] targets;
        bytes[] calldatas;
        uint8 classes;
        /// What the body asked for when the proposal was made: percentage of the heads of the qualified majority, objections that prevent, and
        /// who takes part (all, but for the class of a cooperation).
        uint256 qualifiedPercent;
        uint256 objections;
        uint256 participants;
        uint256 records;
        /// Code of the register of organisations when the proposal was made; zero when it calls something else.
        address implementation;
        IGovernor.ProposalState state;
        bool executed;
        uint256[3] heads;
        uint256[3] weights;
    }

    /// @dev Holds roles over members, classes and upgrades without delay.
    address public immutable body = address(0xb0d1);
    CallRecorder private immutable _recorder = new CallRecorder();
    address private immutable _original = IRegistryProxy(address(ORGANISATIONS)).implementation();
    address private immutable _successor = address(new OrganisationRegistrySuccessor(BREAKER));

    address[VOTERS] private _accounts;
    uint16 private constant COOPERATION = 9;
    uint256 private constant EVERYBODY = 2 ** VOTERS - 1;
    uint256 private constant SUSPENDED = EVERYBODY << VOTERS;
    uint8 private constant PARTICIPATING = 16;

    DecisionClass private _classOfRecord;
    uint256 private _qualifiedPercent = 55;
    uint256 private _objections = 1;
    uint256 private _participants;
    Proposal[] private _proposals;
    uint256 private _recorded;
    mapping(uint256 place => mapping(address account => bool)) private _voted;
    mapping(address account => address) private _carriers;

    /// @dev The genesis is loaded already. All states but seven are suspended, so that decisions are reached.
    constructor() {
        _grant(Roles.MEMBERSHIP, body);
        _grant(Roles.DECISION_CLASSES, body);
        _grant(Roles.UPGRADES, body);
        // Everybody may call the recorder, so that the Council does so without delay and without a queue.
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = CallRecorder.record.selector;
        uint64 everybody = AUTHORITY.PUBLIC_ROLE();
        bytes memory data = abi.encodeCall(AUTHORITY.setTargetFunctionRole, (address(_recorder), selectors, everybody));
        _decide(address(AUTHORITY), data);
        for (uint256 i = 0; i < MEMBERS.memberCount(); ++i) {
            address account = MEMBERS.memberAt(i);
            if (i >= VOTERS) {
                vm.prank(body);
                MEMBERS.suspendMember(account);
                continue;
            }
            _accounts[i] = account;
            _represent(account, FIRST_KEY + i);
            _appoint(MEMBERS.member(account).mandateKey, account, SECOND_KEY + i, type(uint48).max);
        }
    }

    /// @dev After every action all proposals are looked at: an action on one must not move another.
    modifier observed() {
        _;
        for (uint256 i = 0; i < _proposals.length; ++i) _observe(i);
    }

    function propose(uint256 seed, uint256 kinds) external observed {
        uint256 place = _proposals.length;
        if (place == MAX_PROPOSALS) return;
        Proposal storage proposal = _proposals.push();
        uint256 count = 1 + (seed % 3);
        for (uint256 i = 0; i < count; ++i) _addCall(proposal, CallKind(uint8(kinds >> (8 * i)) % CALL_KINDS), place);
        proposal.description = string(abi.encodePacked("# Decision ", bytes1(uint8(0x30 + place))));
        proposal.proposer = vm.addr(FIRST_KEY + (seed % VOTERS));
        vm.prank(proposal.proposer);
        (bool success, bytes memory answer) = address(COUNCIL).call(
            abi.encodeCall(
                COUNCIL.propose,
                (proposal.targets, new uint256[](count), proposal.calldatas, proposal.description)
            )
        );
        _note("propose", success);
        if (success) {
            proposal.id = abi.decode(answer, (uint256));
            (proposal.qualifiedPercent, proposal.objections) = (_qualifiedPercent, _objections);
            bool ofCooperation = proposal.classes & PARTICIPATING != 0;
            _check(
                !ofCooperation || proposal.classes == PARTICIPATING,
                "GV8: a cooperation decides beside all members"
            );
            proposal.participants = ofCooperation ? _participants : EVERYBODY;
            _check(COUNCIL.state(proposal.id) == IGovernor.ProposalState.Pending, "GV1: begins in another state");
        } else {
            _proposals.pop();
        }
    }

    function vote(uint256 seed, uint256 voter, uint8 support, bool byOtherKey) external observed {
        if (_proposals.length == 0) return;
        _vote(seed % _proposals.length, voter % VOTERS, support % 4, byOtherKey);
    }

    /// @notice Votes of many members at once, mostly in favour, so that decisions are reached.
    function voteTogether(uint256 seed, uint256 voters, uint256 opponents) external observed {
        if (_proposals.length == 0) return;
        uint256 place = seed % _proposals.length;
        for (uint256 i = 0; i < VOTERS; ++i) {
            if ((voters >> i) & 1 == 0) continue;
            _vote(place, i, (opponents >> (3 * i)) & 7 == 0 ? 0 : 1, false);
        }
    }

    /// @notice Ballots in one transaction, some twice, some forged.
    function castByBallot(uint256 seed, uint256 choices) external observed {
        if (_proposals.length == 0) return;
        uint256 place = seed % _proposals.length;
        Proposal storage proposal = _proposals[place];
        bool active = COUNCIL.state(proposal.id) == IGovernor.ProposalState.Active;
        ICouncil.SignedBallot[] memory ballots = ballotsOf(place, choices);
        (bool success, bytes memory answer) = address(COUNCIL).call(
            abi.encodeCall(COUNCIL.castByBallot, (proposal.id, ballots))
        );
        if (!success) return;
        _check(active, "GV1: ballots were taken although the proposal is not active");
        BallotOutcome[] memory outcomes = abi.decode(answer, (BallotOutcome[]));
        for (uint256 i = 0; i < ballots.length; ++i) {
            _note("refuseBallot", outcomes[i] == BallotOutcome.Refused);
            if (outcomes[i] != BallotOutcome.Counted) continue;
            ++successes["castByBallot"];
            _check(!_isForged(_choice(choices, i)), "GV11: counted a ballot that was signed for something else");
            _check(_carriers[ballots[i].member] == address(0), "MR5: a vote in person of a member with a proxy");
            _record(place, ballots[i].member, ballots[i].support);
        }
    }

    function giveOrEndProxy(uint256 voter, uint256 other, bool give) external observed {
        (address account, address carrier) = (_accounts[voter % VOTERS], _accounts[other % VOTERS]);
        bytes memory data =
            give
                ? abi.encodeCall(MEMBERS.giveProxy, (account, carrier, type(uint48).max, 0))
                : abi.encodeCall(MEMBERS.endProxy, (account));
        vm.prank(MEMBERS.member(account).mandateKey);
        bool success = _try(address(MEMBERS), data);
        _note(give ? "giveProxy" : "endProxy", success);
        if (success) _carriers[account] = give ? carrier : address(0);
    }

    /// @notice A vote by the member that carries it, or that tries to.
    function voteAsProxy(uint256 seed, uint256 giver, uint256 other, uint8 support) external observed {
        if (_proposals.length == 0) return;
        uint256 place = seed % _proposals.length;
        (address account, uint256 carrier) = (_accounts[giver % VOTERS], other % VOTERS);
        // Mostly the one to which it was given.
        for (uint256 i = 0; i < VOTERS && other % 4 != 0; ++i) if (_accounts[i] == _carriers[account]) carrier = i;
        vm.prank(vm.addr(FIRST_KEY + carrier));
        bytes memory data = abi.encodeWithSelector(
            IGovernor.castVoteWithReasonAndParams.selector,
            _proposals[place].id,
            support % 4,
            "",
            abi.encode(account)
        );
        bool success = _try(address(COUNCIL), data);
        _note("voteAsProxy", success);
        if (!success) return;
        _check(_carriers[account] == _accounts[carrier], "MR5: carried by another than the one to whom it was given");
        _record(place, account, support % 4);
    }

    function queue(uint256 seed) external observed {
        if (_proposals.length == 0) return;
        Proposal storage proposal = _proposals[seed % _proposals.length];
        IGovernor.ProposalState before = COUNCIL.state(proposal.id);
        bool success = _try(address(COUNCIL), _callOn(COUNCIL.queue.selector, proposal));
        _note("queue", success);
        if (success) _check(before == IGovernor.ProposalState.Succeeded, "GV10: queued without approval");
    }

    function execute(uint256 seed) external observed {
        if (_proposals.length == 0) return;
        Proposal storage proposal = _proposals[seed % _proposals.length];
        IGovernor.ProposalState before = COUNCIL.state(proposal.id);
        bool success = _try(address(COUNCIL), _callOn(COUNCIL.execute.selector, proposal));
        _note("execute", success);
        if (!success) return;

        bool waits = COUNCIL.proposalNeedsQueuing(proposal.id);
        _check(
            before == (waits ? IGovernor.ProposalState.Queued : IGovernor.ProposalState.Succeeded),
            "GV10: executed without approval or queue"
        );
        _check(COUNCIL.proposalEta(proposal.id) <= _now(), "GV10: executed before its time");
        _check(COUNCIL.proposalExpiry(proposal.id) > _now(), "GV10: executed after it expired");
        _check(!proposal.executed, "GV9: executed twice");
        _check(
            proposal.implementation == address(0) || proposal.implementation == _implementation(),
            "GV9: executed with other code"
        );
        _check(_carriedBy(proposal, false), "GV8: executed without a class");
        proposal.executed = true;
        _recorded += proposal.records;
    }

    function cancel(uint256 seed, bool byProposer) external observed {
        if (_proposals.length == 0) return;
        Proposal storage proposal = _proposals[seed % _proposals.length];
        IGovernor.ProposalState before = COUNCIL.state(proposal.id);
        address sender = byProposer ? proposal.proposer : vm.addr(SECOND_KEY + (seed % VOTERS));
        bytes memory data = _callOn(COUNCIL.cancel.selector, proposal);
        vm.prank(sender);
        bool success = _try(address(COUNCIL), data);
        _note("cancel", success);
        if (!success) return;
        _check(before == IGovernor.ProposalState.Pending, "GV1: cancelled after the votes began");
        _check(sender == proposal.proposer, "GV1: cancelled by another than the proposer");
    }

    function pass(uint256 duration) external observed {
        _advance(bound(duration, 1, 2 days));
    }

    /// @notice Goes to one of the seconds at which something ends or begins.
    function passTo(uint256 seed, uint256 moment) external observed {
        if (_proposals.length == 0) return;
        uint256 id = _proposals[seed % _proposals.length].id;
        uint256[4] memory moments = [
            COUNCIL.proposalSnapshot(id) + 1,
            COUNCIL.proposalDeadline(id) + 1,
            COUNCIL.proposalEta(id),
            COUNCIL.proposalExpiry(id)
        ];
        uint256 chosen = moments[moment % 4];
        // The second itself or the one before it.
        if ((moment >> 8) % 2 == 1 && chosen > 0) --chosen;
        if (chosen > _now()) vm.warp(chosen);
    }

    function suspendOrReinstate(uint256 voter, bool suspend) external observed {
        address account = _accounts[voter % VOTERS];
        bytes memory data =
            suspend
                ? abi.encodeCall(MEMBERS.suspendMember, (account))
                : abi.encodeCall(MEMBERS.reinstateMember, (account));
        vm.prank(body);
        _note(suspend ? "suspend" : "reinstate", _try(address(MEMBERS), data));
    }

    function setWeight(uint256 voter, uint64 weight) external observed {
        weight = uint64(bound(weight, 1, 100_000_000));
        vm.prank(body);
        MEMBERS.setWeight(_accounts[voter % VOTERS], weight, 2026);
    }

    function setClassOfRecord(uint8 class) external observed {
        _classOfRecord = DecisionClass(class % CLASS_COUNT);
        bool ofCooperation = _classOfRecord == DecisionClass.Participating;
        if (ofCooperation && _participants == 0) setCooperation(EVERYBODY);
        vm.prank(body);
        if (ofCooperation) {
            CLASSES.listCooperation(address(_recorder), CallRecorder.record.selector, COOPERATION);
        } else {
            CLASSES.setDecisionClass(address(_recorder), CallRecorder.record.selector, _classOfRecord);
        }
    }

    function setCooperation(uint256 participants) public observed {
        _participants = participants & EVERYBODY;
        // Two members that vote are the least, and nine with those that are suspended.
        _participants |= 3 << (participants % (VOTERS - 1));
        vm.prank(body);
        CLASSES.setCooperation(COOPERATION, _participants | SUSPENDED);
    }

    /// @notice Changes a rule, and takes notice; proposals that were made before keep theirs.
    function setRule(bool qualified, uint256 number) external observed {
        DecisionClass class = qualified ? DecisionClass.Qualified : DecisionClass.Objection;
        (uint32 edition, ) = CLASSES.present();
        Rule memory rule = CLASSES.rule(edition, class);
        if (qualified) {
            _qualifiedPercent = bound(number, 51, 72);
            rule.headsNumerator = uint16(_qualifiedPercent);
        } else {
            _objections = bound(number, 1, 4);
            rule.objections = uint8(_objections);
        }
        vm.prank(body);
        CLASSES.setRule(class, rule);
        COUNCIL.noticeRules();
        ++successes["setRule"];
    }

    function upgradeOrganisations() external observed {
        address next = _implementation() == _original ? _successor : _original;
        vm.prank(body);
        ORGANISATIONS.upgradeToAndCall(next, "");
        ++successes["upgrade"];
    }

    /// @notice GV9: whether the recorder was called exactly as often as executed proposals say.
    function recordsAreRight() external view returns (bool) {
        uint256 recorded;
        for (uint256 i = 0; i < MAX_PROPOSALS; ++i) recorded += _recorder.calls(i);
        return recorded == _recorded;
    }

    function stateOf(uint256 place) external view returns (IGovernor.ProposalState) {
        return COUNCIL.state(_proposals[place].id);
    }

    function proposalCount() external view returns (uint256) {
        return _proposals.length;
    }

    /// @notice Up to twelve ballots on the proposal at `place`, as `choices` says: who, how, and whether for something else.
    function ballotsOf(uint256 place, uint256 choices) public view returns (ICouncil.SignedBallot[] memory ballots) {
        ballots = new ICouncil.SignedBallot[](1 + (choices % 12));
        for (uint256 i = 0; i < ballots.length; ++i) ballots[i] = _ballot(place, _choice(choices, i));
    }

    function idOf(uint256 place) external view returns (uint256) {
        return _proposals[place].id;
    }

    function _choice(uint256 choices, uint256 i) private pure returns (uint256) {
        return uint256(keccak256(abi.encode(choices, i)));
    }

    function _isForged(uint256 choice) private pure returns (bool) {
        return (choice >> 16) % FORGERIES < 5;
    }

    function _ballot(uint256 place, uint256 choice) private view returns (ICouncil.SignedBallot memory ballot) {
        uint256 voter = choice % VOTERS;
        // Mostly in favour, so that decisions are reached.
        uint8 support = (choice >> 8) % 4 == 0 ? uint8((choice >> 10) % 3) : 1;
        uint256 forgery = (choice >> 16) % FORGERIES;
        uint256 id = _proposals[place].id;
        bytes32 message = keccak256(
            abi.encode(
                BALLOT_TYPEHASH,
                forgery == 0 ? id + 1 : id,
                forgery == 1 ? id + 1 : id,
                forgery == 2 ? (support + 1) % 3 : support,
                keccak256(""),
                _accounts[voter],
                type(uint48).max
            )
        );
        uint256 key = (choice >> 24) % 2 == 0 ? FIRST_KEY : SECOND_KEY;
        ballot.member = _accounts[voter];
        ballot.support = support;
        ballot.deadline = type(uint48).max;
        ballot.signer = abi.encodePacked(vm.addr(key + voter));
        ballot.signature = _signTypedData(
            key + voter,
            COUNCIL.name(),
            forgery == 3 ? block.chainid + 1 : block.chainid,
            forgery == 4 ? address(MEMBERS) : address(COUNCIL),
            message
        );
    }

    function _vote(uint256 place, uint256 voter, uint8 support, bool byOtherKey) private {
        Proposal storage proposal = _proposals[place];
        address account = _accounts[voter];
        bool active = COUNCIL.state(proposal.id) == IGovernor.ProposalState.Active;
        address key = vm.addr((byOtherKey ? SECOND_KEY : FIRST_KEY) + voter);
        vm.prank(key);
        bool success = _try(address(COUNCIL), abi.encodeCall(COUNCIL.castVote, (proposal.id, support)));
        _note("vote", success);
        if (!success) return;
        _check(active, "GV1: a vote was taken although the proposal is not active");
        _check(_carriers[account] == address(0), "MR5: a vote in person of a member with a proxy");
        _record(place, account, support);
    }

    function _record(uint256 place, address account, uint8 support) private {
        Proposal storage proposal = _proposals[place];
        (, , uint8 index) = MEMBERS.memberOf(account);
        _check((proposal.participants >> index) & 1 == 1, "GV2: a vote of a member that does not take part");
        _check(!_voted[place][account], "GV2: a member voted twice");
        _voted[place][account] = true;
        (uint16 heads, uint64 weight) = MEMBERS.votesAt(account, uint48(COUNCIL.proposalSnapshot(proposal.id)));
        _check(heads == 1 && weight > 0, "GV2: a vote of a member that had none at the snapshot");
        proposal.heads[support] += 1;
        proposal.weights[support] += weight;
    }

    function _observe(uint256 place) private {
        Proposal storage proposal = _proposals[place];
        IGovernor.ProposalState present = COUNCIL.state(proposal.id);
        if (present != proposal.state) {
            _check(_mayFollow(proposal.state, present), "GV1: a state that cannot follow the one before");
            proposal.state = present;
            bool early = _now() <= COUNCIL.proposalDeadline(proposal.id);
            // What was decided is decided by the votes (GV5): an approval is never lost, a refusal never undone.
            bool approved = present == IGovernor.ProposalState.Succeeded || present == IGovernor.ProposalState.Expired;
            if (approved) _check(_carriedBy(proposal, early), "GV8: approved without a class");
            if (present == IGovernor.ProposalState.Defeated && !early) {
                _check(!_carriedBy(proposal, false), "GV4: refused at the deadline although every class passes");
            }
            _note("succeedEarly", early && present == IGovernor.ProposalState.Succeeded);
            _note("succeedLate", !early && present == IGovernor.ProposalState.Succeeded);
            _note("failEarly", early && present == IGovernor.ProposalState.Defeated);
        }
        ICouncil.Tally memory tally = COUNCIL.proposalTally(proposal.id);
        _check(
            tally.againstHeads == proposal.heads[0] &&
                tally.forHeads == proposal.heads[1] &&
                tally.abstainHeads == proposal.heads[2] &&
                tally.againstWeight == proposal.weights[0] &&
                tally.forWeight == proposal.weights[1] &&
                tally.abstainWeight == proposal.weights[2],
            "GV2: the tally is not the sum of the votes"
        );
        _check(ClassSet.unwrap(COUNCIL.proposalClasses(proposal.id)) == proposal.classes, "GV8: classes");
        uint48 snapshot = uint48(COUNCIL.proposalSnapshot(proposal.id));
        if (snapshot >= _now()) return;
        (uint256 heads, uint256 weight, ) = _electorate(proposal);
        _check(proposal.heads[0] + proposal.heads[1] + proposal.heads[2] <= heads, "GV3: heads");
        _check(proposal.weights[0] + proposal.weights[1] + proposal.weights[2] <= weight, "GV3: weights");
        if (_now() <= COUNCIL.proposalDeadline(proposal.id)) _checkEarlyClose(proposal, present);
    }

    /// @dev While votes could still be cast, a proposal is closed exactly when no completion of the silent votes changes the outcome:
    /// neither all of them against nor all of them in favour.
    function _checkEarlyClose(Proposal storage proposal, IGovernor.ProposalState present) private {
        if (present == IGovernor.ProposalState.Canceled) return;
        (uint256 heads, uint256 weight, uint256 blocking) = _electorate(proposal);
        bool carriedAtWorst = _carriedBy(proposal, true);
        uint256 against = proposal.heads[0];
        uint256 abstain = proposal.heads[2];
        uint256 bestWeight = weight - proposal.weights[0] - proposal.weights[2];
        bool carriedAtBest = _wouldCarry(
            proposal,
            heads - against - abstain,
            bestWeight,
            against,
            abstain,
            heads,
            weight,
            blocking
        );
        if (present == IGovernor.ProposalState.Active) {
            _check(!carriedAtWorst && carriedAtBest, "GV7: open although the silent members change nothing");
        } else if (present == IGovernor.ProposalState.Defeated) {
            _check(!carriedAtBest, "GV7: closed as defeated although the silent members could carry it");
        } else {
            _check(carriedAtWorst, "GV7: closed as carried although the silent members could defeat it");
        }
    }

    /// @dev Time alone leads from pending over active to defeated, or to an approval by silence, which expires in its turn.
    function _mayFollow(IGovernor.ProposalState before, IGovernor.ProposalState present) private pure returns (bool) {
        if (before == IGovernor.ProposalState.Pending) {
            return
                present == IGovernor.ProposalState.Active ||
                present == IGovernor.ProposalState.Canceled ||
                present == IGovernor.ProposalState.Defeated ||
                present == IGovernor.ProposalState.Succeeded ||
                present == IGovernor.ProposalState.Expired;
        }
        if (before == IGovernor.ProposalState.Active) {
            return
                present == IGovernor.ProposalState.Defeated ||
                present == IGovernor.ProposalState.Succeeded ||
                present == IGovernor.ProposalState.Expired;
        }
        if (before == IGovernor.ProposalState.Succeeded) {
            return
                present == IGovernor.ProposalState.Queued ||
                present == IGovernor.ProposalState.Expired ||
                present == IGovernor.ProposalState.Executed;
        }
        if (before == IGovernor.ProposalState.Queued) {
            return present == IGovernor.ProposalState.Executed || present == IGovernor.ProposalState.Expired;
        }
        return false;
    }

    /// @dev Whether the votes carry it if the silent members stay silent, or all of them vote against.
    function _carriedBy(Proposal storage proposal, bool silentAgainst) private view returns (bool) {
        (uint256 heads, uint256 weight, uint256 blocking) = _electorate(proposal);
        uint256 against = silentAgainst ? heads - proposal.heads[1] - proposal.heads[2] : proposal.heads[0];
        return
            _wouldCarry(
                proposal,
                proposal.heads[1],
                proposal.weights[1],
                against,
                proposal.heads[2],
                heads,
                weight,
                blocking
            );
    }

    /// @dev Who takes part, head by head, and how many of them block at least: one more than the fewest that hold 35 % and something.
    function _electorate(
        Proposal storage proposal
    ) private view returns (uint256 heads, uint256 weight, uint256 blocking) {
        uint64[] memory weights = new uint64[](VOTERS);
        for (uint256 i = 0; i < VOTERS; ++i) {
            if ((proposal.participants >> i) & 1 == 0) continue;
            (, weights[i]) = MEMBERS.votesAt(_accounts[i], uint48(COUNCIL.proposalSnapshot(proposal.id)));
            if (weights[i] > 0) ++heads;
            weight += weights[i];
        }
        blocking = heads + 1;
        for (uint256 group = 1; group <= EVERYBODY; ++group) {
            (uint256 size, uint256 held) = (0, 0);
            for (uint256 i = 0; i < VOTERS; ++i) {
                if ((group >> i) & 1 == 1) (size, held) = (size + 1, held + weights[i]);
            }
            if (held * 1000 > weight * 350 && size + 1 < blocking) blocking = size + 1;
        }
    }

    /// @dev The rules in words of thousandths, apart from the library that the Council uses.
    function _wouldCarry(
        Proposal storage proposal,
        uint256 inFavour,
        uint256 forWeight,
        uint256 against,
        uint256 abstain,
        uint256 heads,
        uint256 weight,
        uint256 blocking
    ) private view returns (bool) {
        uint8 classes = proposal.classes;
        if (heads == 0 || classes == 0) return false;
        bool population = forWeight * 1000 >= weight * 650;
        uint256 others = heads - inFavour;
        if (classes & 1 != 0 && (inFavour * 1000 < heads * 720 || !population)) return false;
        bool enough = inFavour * 1000 >= heads * proposal.qualifiedPercent * 10;
        if (classes & 2 != 0 && !(enough && (population || others < 4))) return false;
        if (classes & 4 != 0 && inFavour <= others) return false;
        bool quorate = 2 * (inFavour + against + abstain) > heads;
        if (classes & 8 != 0 && !(quorate && against == 0 && inFavour > 0)) return false;
        bool subset = inFavour * 1000 >= heads * 550 && (population || others < blocking);
        if (classes & PARTICIPATING != 0 && !subset) return false;
        return classes & 32 == 0 || (against < proposal.objections && 2 * against <= heads);
    }

    function _addCall(Proposal storage proposal, CallKind kind, uint256 place) private {
        address target;
        bytes memory data;
        DecisionClass class = DecisionClass.Reinforced;
        if (kind == CallKind.Record) {
            (target, data) = (address(_recorder), abi.encodeCall(CallRecorder.record, (place)));
            class = _classOfRecord;
            ++proposal.records;
        } else if (kind == CallKind.RegisterOrganisation) {
            (target, data) = (address(ORGANISATIONS), _registration(place));
            class = DecisionClass.Simple;
            proposal.implementation = _implementation();
        } else if (kind == CallKind.RetireUnknownNode) {
            (target, data) = (address(NODES), abi.encodeCall(NODES.retireNode, (NodeId.wrap("unknown"))));
            class = DecisionClass.Qualified;
        } else if (kind == CallKind.SetVotingPeriod) {
            (target, data) = (
                address(COUNCIL),
                // The last one is more than the Council takes (GV12).
                abi.encodeCall(COUNCIL.setVotingPeriod, (uint32(1 days + place * 40 days)))
            );
        } else if (kind == CallKind.NestedInAuthority) {
            (target, data) = (
                address(AUTHORITY),
                abi.encodeCall(AUTHORITY.execute, (address(ORGANISATIONS), _registration(place)))
            );
        } else {
            bytes memory inner = abi.encodeCall(CallRecorder.record, (place));
            (target, data) = (address(COUNCIL), abi.encodeCall(COUNCIL.relay, (address(_recorder), 0, inner)));
            ++proposal.records;
        }
        proposal.targets.push(target);
        proposal.calldatas.push(data);
        proposal.classes |= uint8(1 << uint8(class));
    }

    function _registration(uint256 place) private view returns (bytes memory) {
        string memory identifier = string(abi.encodePacked("EUID-", bytes1(uint8(0x30 + place))));
        return abi.encodeCall(ORGANISATIONS.registerOrganisation, (identifier, "Operator", body));
    }

    /// @dev `queue`, `execute` and `cancel` take the same arguments.
    function _callOn(bytes4 selector, Proposal storage proposal) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                selector,
                proposal.targets,
                new uint256[](proposal.targets.length),
                proposal.calldatas,
                keccak256(bytes(proposal.description))
            );
    }

    function _implementation() private view returns (address) {
        return IRegistryProxy(address(ORGANISATIONS)).implementation();
    }
}
