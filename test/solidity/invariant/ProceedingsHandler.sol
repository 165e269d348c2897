// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {Roles} from "../../../contracts/access/Roles.sol";
import {IDeliberation} from "../../../contracts/governance/IDeliberation.sol";
import {ICouncil} from "../../../contracts/governance/ICouncil.sol";
import {CallRecorder} from "../../../contracts/mocks/CallRecorder.sol";
import {DecisionClass} from "../../../contracts/types/DecisionClass.sol";
import {bound, vm} from "../support/Vm.sol";
import {Handler} from "./Handler.sol";

/// @title Who asks for time, who stands behind what, and who stops what, in any order, in a body of six
contract ProceedingsHandler is Handler {
    uint256 private constant VOTERS = 6;
    uint256 private constant MAX_PROPOSALS = 6;
    uint256 private constant HOLDERS = 3;
    uint256 private constant FIRST_KEY = 0xabc0;
    uint256 private constant MAX_TERM = 366 days;
    bytes32 private constant MORE_TIME_TYPEHASH = keccak256(
        "MoreTime(address council,uint256 proposalId,address member,uint48 deadline)"
    );

    enum CallKind {
        /// Recorded by a contract that anybody may call; its class changes.
        Record,
        /// The same by another contract, which stands in the class of reinforced majorities.
        RecordElsewhere,
        /// To a pinned target: no veto reaches it.
        SuspendMember,
        /// The Council's own setting: no veto reaches it.
        SetVotingPeriod
    }

    struct Proposal {
        uint256 id;
        address proposer;
        address[] targets;
        bytes[] calldatas;
        bytes32 descriptionHash;
        DecisionClass[] classes;
        bool isProtected;
        uint256 deadline;
        bool extended;
        bool vetoed;
        uint256 sponsors;
        uint256 askers;
        uint256[3] heads;
        uint256[3] weights;
    }

    struct Right {
        uint256 notAfter;
        bool elsewhereOnly;
    }

    /// @dev Holds roles over members, classes and vetoes without delay.
    address public immutable body = address(0xb0d1);
    IDeliberation private immutable _deliberation;
    uint256 private immutable _extension;
    CallRecorder private immutable _recorder = new CallRecorder();
    CallRecorder private immutable _elsewhere = new CallRecorder();

    address[VOTERS] private _accounts;
    DecisionClass private _classOfRecord = DecisionClass.Reinforced;
    Proposal[] private _proposals;
    mapping(address holder => Right) private _rights;

    /// @dev The genesis is loaded already. All states but six are suspended; the weights make heads and weight differ.
    constructor() {
        _grant(Roles.MEMBERSHIP, body);
        _grant(Roles.DECISION_CLASSES, body);
        _grant(Roles.VETOES, body);
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = CallRecorder.record.selector;
        uint64 everybody = AUTHORITY.PUBLIC_ROLE();
        address[2] memory recorders = [address(_recorder), address(_elsewhere)];
        for (uint256 i = 0; i < recorders.length; ++i) {
            _decide(
                address(AUTHORITY),
                abi.encodeCall(AUTHORITY.setTargetFunctionRole, (recorders[i], selectors, everybody))
            );
        }
        uint64[VOTERS] memory weights = [uint64(40), 20, 15, 10, 10, 5];
        for (uint256 i = 0; i < MEMBERS.memberCount(); ++i) {
            address account = MEMBERS.memberAt(i);
            vm.prank(body);
            if (i >= VOTERS) {
                MEMBERS.suspendMember(account);
                continue;
            }
            MEMBERS.setWeight(account, weights[i], 2026);
            _accounts[i] = account;
            _represent(account, FIRST_KEY + i);
        }
        (address deliberation, ) = COUNCIL.companions();
        _deliberation = IDeliberation(deliberation);
        (uint32 extension, , ) = COUNCIL.limits();
        _extension = extension;
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
        uint256 count = 1 + (seed % 2);
        for (uint256 i = 0; i < count; ++i) _addCall(proposal, CallKind(uint8(kinds >> (8 * i)) % 4), place);
        string memory description = string(abi.encodePacked("# Matter ", bytes1(uint8(0x30 + place))));
        proposal.descriptionHash = keccak256(bytes(description));
        proposal.proposer = vm.addr(FIRST_KEY + (seed % VOTERS));
        vm.prank(proposal.proposer);
        (bool success, bytes memory answer) = address(COUNCIL).call(
            abi.encodeCall(COUNCIL.propose, (proposal.targets, new uint256[](count), proposal.calldatas, description))
        );
        _note("propose", success);
        if (!success) {
            _proposals.pop();
            return;
        }
        proposal.id = abi.decode(answer, (uint256));
        proposal.deadline = COUNCIL.proposalDeadline(proposal.id);
    }

    function vote(uint256 seed, uint256 voter, uint8 support) external observed {
        if (_proposals.length == 0) return;
        Proposal storage proposal = _proposals[seed % _proposals.length];
        // Mostly in favour: what one vote against settles is not extended.
        support = support % 8 == 0 ? 0 : (support % 8 == 1 ? 2 : 1);
        bool before = _passesClosed(proposal);
        bool late = _now() + _extension > proposal.deadline;
        vm.prank(vm.addr(FIRST_KEY + (voter % VOTERS)));
        bool success = _try(address(COUNCIL), abi.encodeCall(COUNCIL.castVote, (proposal.id, support)));
        _note("vote", success);
        if (!success) return;
        (, uint64 weight) = MEMBERS.votesAt(_accounts[voter % VOTERS], _snapshot(proposal));
        ++proposal.heads[support];
        proposal.weights[support] += weight;
        (bool decided, ) = COUNCIL.proposalDecision(proposal.id);
        bool turned = !decided && _hasUnanimity(proposal) && before != _passesClosed(proposal);
        if (turned && late && !proposal.extended) _expectExtension(proposal, "extendLate");
    }

    function askForMoreTime(uint256 seed, uint256 voter, bool bySignature) external observed {
        if (_proposals.length == 0) return;
        Proposal storage proposal = _proposals[seed % _proposals.length];
        uint256 place = voter % VOTERS;
        bool active = COUNCIL.state(proposal.id) == IGovernor.ProposalState.Active;
        bytes memory data =
            bySignature
                ? abi.encodeCall(
                    IDeliberation.askForMoreTimeBySignatures,
                    (address(COUNCIL), proposal.id, _statement(proposal, place))
                )
                : abi.encodeCall(IDeliberation.askForMoreTime, (address(COUNCIL), proposal.id));
        if (!bySignature) vm.prank(vm.addr(FIRST_KEY + place));
        bool success = _try(address(_deliberation), data);
        _note(bySignature ? "askBySignature" : "ask", success);
        if (!success) return;
        _check(active, "GV14: more time was asked for while no votes are taken");
        _check((proposal.askers >> place) & 1 == 0, "GV14: a member asked twice");
        proposal.askers |= 1 << place;
        if (_asksEnough(proposal) && !proposal.extended) _expectExtension(proposal, "extendAsked");
    }

    function sponsor(uint256 seed, uint256 voter) external observed {
        if (_proposals.length == 0) return;
        Proposal storage proposal = _proposals[seed % _proposals.length];
        uint256 place = voter % VOTERS;
        vm.prank(vm.addr(FIRST_KEY + place));
        bool success = _try(
            address(_deliberation),
            abi.encodeCall(IDeliberation.sponsor, (address(COUNCIL), proposal.id))
        );
        _note("sponsor", success);
        if (!success) return;
        _check((proposal.sponsors >> place) & 1 == 0, "GV2: a member stands behind a proposal twice");
        proposal.sponsors |= 1 << place;
    }

    function grantOrRevokeVeto(uint256 seed, uint256 term, bool elsewhereOnly, bool grant) external observed {
        address holder = _holder(seed);
        uint48 notAfter = _now() + uint48(bound(term, 0, MAX_TERM + 1 days));
        address[] memory scope = new address[](elsewhereOnly ? 1 : 0);
        if (elsewhereOnly) scope[0] = address(_elsewhere);
        vm.prank(seed % 5 == 0 ? holder : body);
        bool success = _try(
            address(VETOES),
            grant
                ? abi.encodeCall(VETOES.grantVeto, (address(COUNCIL), holder, scope, notAfter))
                : abi.encodeCall(VETOES.revokeVeto, (address(COUNCIL), holder))
        );
        _note(grant ? "grantVeto" : "revokeVeto", success);
        if (!success) return;
        _check(seed % 5 != 0, "GV13: a holder gave or took a right of veto");
        _check(!grant || notAfter <= _now() + MAX_TERM, "GV13: a right of veto beyond its longest term");
        _rights[holder] = grant ? Right(notAfter, elsewhereOnly) : Right(0, false);
    }

    function veto(uint256 seed, uint256 holderSeed) external observed {
        if (_proposals.length == 0) return;
        Proposal storage proposal = _proposals[seed % _proposals.length];
        address holder = _holder(holderSeed);
        vm.prank(holder);
        bool success = _try(
            address(VETOES),
            abi.encodeCall(
                VETOES.veto,
                (
                    address(COUNCIL),
                    proposal.targets,
                    new uint256[](proposal.targets.length),
                    proposal.calldatas,
                    proposal.descriptionHash,
                    ""
                )
            )
        );
        _note("veto", success);
        if (!success) return;
        Right storage right = _rights[holder];
        _check(right.notAfter >= _now(), "GV13: a veto without a right in force");
        _check(!proposal.isProtected, "GV13: a veto of what no veto reaches");
        bool inScope = !right.elsewhereOnly;
        for (uint256 i = 0; i < proposal.targets.length; ++i) {
            inScope = inScope || proposal.targets[i] == address(_elsewhere);
        }
        _check(inScope, "GV13: a veto outside of its scope");
        proposal.vetoed = true;
    }

    /// @notice What holders of a veto try beside it: none of it is theirs.
    function overreach(uint256 seed, uint256 holderSeed, uint256 attempt) external observed {
        if (_proposals.length == 0) return;
        Proposal storage proposal = _proposals[seed % _proposals.length];
        address holder = _holder(holderSeed);
        IGovernor.ProposalState state = COUNCIL.state(proposal.id);
        bytes[5] memory attempts = [
            abi.encodeCall(COUNCIL.castVote, (proposal.id, 1)),
            _callOn(COUNCIL.cancel.selector, proposal),
            _callOn(COUNCIL.execute.selector, proposal),
            abi.encodeCall(ICouncil.extendVoting, (proposal.id)),
            abi.encodeCall(
                COUNCIL.propose,
                (proposal.targets, new uint256[](proposal.targets.length), proposal.calldatas, "# By a holder")
            )
        ];
        vm.prank(holder);
        bool success = _try(address(COUNCIL), attempts[attempt % 5]);
        bool anybodyMay =
            attempt % 5 == 2 && (state == IGovernor.ProposalState.Succeeded || state == IGovernor.ProposalState.Queued);
        _check(!success || anybodyMay, "GV13: a holder of a veto voted, proposed, cancelled, extended or executed");
    }

    function queueOrExecute(uint256 seed, bool queue) external observed {
        if (_proposals.length == 0) return;
        Proposal storage proposal = _proposals[seed % _proposals.length];
        bytes4 selector = queue ? COUNCIL.queue.selector : COUNCIL.execute.selector;
        bool success = _try(address(COUNCIL), _callOn(selector, proposal));
        _note(queue ? "queue" : "execute", success);
        if (success) _check(!proposal.vetoed, "GV13: what was stopped went on");
    }

    function setClassOfRecord(uint8 class) external observed {
        DecisionClass[4] memory classes = [
            DecisionClass.Reinforced,
            DecisionClass.Qualified,
            DecisionClass.Simple,
            DecisionClass.Unanimity
        ];
        _classOfRecord = classes[class % 4];
        vm.prank(body);
        CLASSES.setDecisionClass(address(_recorder), CallRecorder.record.selector, _classOfRecord);
    }

    function pass(uint256 duration) external observed {
        _advance(bound(duration, 1, 2 days));
    }

    /// @notice Goes to one of the seconds at which something ends or begins, or to the one before.
    function passTo(uint256 seed, uint256 moment) external observed {
        if (_proposals.length == 0) return;
        Proposal storage proposal = _proposals[seed % _proposals.length];
        uint256[4] memory moments = [
            uint256(_snapshot(proposal)) + 1,
            proposal.deadline - _extension + 1,
            proposal.deadline + 1,
            COUNCIL.proposalEta(proposal.id)
        ];
        uint256 chosen = moments[moment % 4];
        if ((moment >> 8) % 2 == 1 && chosen > 0) --chosen;
        if (chosen > _now()) vm.warp(chosen);
    }

    function stateOf(uint256 place) external view returns (IGovernor.ProposalState) {
        return COUNCIL.state(_proposals[place].id);
    }

    function _observe(uint256 place) private {
        Proposal storage proposal = _proposals[place];
        uint256 id = proposal.id;
        _check(COUNCIL.proposalDeadline(id) == proposal.deadline, "GV14: another end than once extended for a reason");
        _check(COUNCIL.proposalExtended(id) == proposal.extended, "GV14: extended without a reason, or not at all");
        if (proposal.vetoed) {
            _check(COUNCIL.state(id) == IGovernor.ProposalState.Canceled, "GV1: what was stopped is open again");
        }
        _check(_deliberation.sponsors(address(COUNCIL), id) == proposal.sponsors, "GV2: who stands behind it");
        (uint256 askers, uint16 heads, uint64 weight) = _deliberation.askers(address(COUNCIL), id);
        (uint256 askingHeads, uint256 askingWeight) = _asking(proposal);
        _check(askers == proposal.askers && heads == askingHeads && weight == askingWeight, "GV14: who asks for time");
    }

    /// @dev Once in the life of a proposal.
    function _expectExtension(Proposal storage proposal, string memory reason) private {
        _note(reason, true);
        proposal.extended = true;
        proposal.deadline += _extension;
    }

    function _asking(Proposal storage proposal) private view returns (uint256 heads, uint256 weight) {
        if (proposal.askers == 0) return (0, 0);
        for (uint256 i = 0; i < VOTERS; ++i) {
            if ((proposal.askers >> i) & 1 == 0) continue;
            (, uint64 held) = MEMBERS.votesAt(_accounts[i], _snapshot(proposal));
            ++heads;
            weight += held;
        }
    }

    /// @dev 55 % of what prevents the decision by the easiest of its classes, found by trying, apart from the library.
    function _asksEnough(Proposal storage proposal) private view returns (bool) {
        (uint256 heads, uint256 weight) = _asking(proposal);
        (uint16 totalHeads, uint64 totalWeight) = MEMBERS.totalsAt(_snapshot(proposal));
        for (uint256 i = 0; i < proposal.classes.length; ++i) {
            DecisionClass class = proposal.classes[i];
            uint256 blocking = 1;
            while (class != DecisionClass.Unanimity && _headsSuffice(class, totalHeads - blocking, totalHeads))
                ++blocking;
            if (heads * 100 >= blocking * 55) return true;
            if (class == DecisionClass.Simple || class == DecisionClass.Unanimity) continue;
            uint256 blockingWeight = 1;
            while ((totalWeight - blockingWeight) * 100 >= uint256(totalWeight) * 65) ++blockingWeight;
            if (weight * 100 >= blockingWeight * 55) return true;
        }
        return false;
    }

    function _headsSuffice(DecisionClass class, uint256 heads, uint256 total) private pure returns (bool) {
        if (class == DecisionClass.Simple) return heads > total - heads;
        return heads * 100 >= total * (class == DecisionClass.Qualified ? 55 : 72);
    }

    /// @dev What would be the outcome if nobody else voted.
    function _passesClosed(Proposal storage proposal) private view returns (bool) {
        if (_now() <= _snapshot(proposal)) return false;
        (uint16 totalHeads, uint64 totalWeight) = MEMBERS.totalsAt(_snapshot(proposal));
        uint256 inFavour = proposal.heads[1];
        bool population = proposal.weights[1] * 100 >= uint256(totalWeight) * 65;
        for (uint256 i = 0; i < proposal.classes.length; ++i) {
            DecisionClass class = proposal.classes[i];
            if (class == DecisionClass.Unanimity) {
                uint256 taking = inFavour + proposal.heads[0] + proposal.heads[2];
                if (proposal.heads[0] != 0 || inFavour == 0 || 2 * taking <= totalHeads) return false;
            } else {
                if (!_headsSuffice(class, inFavour, totalHeads)) return false;
                bool few = class == DecisionClass.Qualified && totalHeads - inFavour < 4;
                if (class != DecisionClass.Simple && !population && !few) return false;
            }
        }
        return true;
    }

    function _hasUnanimity(Proposal storage proposal) private view returns (bool) {
        for (uint256 i = 0; i < proposal.classes.length; ++i) {
            if (proposal.classes[i] == DecisionClass.Unanimity) return true;
        }
        return false;
    }

    function _addCall(Proposal storage proposal, CallKind kind, uint256 place) private {
        bytes memory record = abi.encodeCall(CallRecorder.record, (place));
        if (kind == CallKind.Record) {
            proposal.targets.push(address(_recorder));
            proposal.calldatas.push(record);
            proposal.classes.push(_classOfRecord);
            return;
        }
        proposal.classes.push(DecisionClass.Reinforced);
        if (kind == CallKind.RecordElsewhere) {
            proposal.targets.push(address(_elsewhere));
            proposal.calldatas.push(record);
            return;
        }
        proposal.isProtected = true;
        bool ofMember = kind == CallKind.SuspendMember;
        proposal.targets.push(ofMember ? address(MEMBERS) : address(COUNCIL));
        proposal.calldatas.push(
            ofMember
                ? abi.encodeCall(MEMBERS.suspendMember, (_accounts[place]))
                : abi.encodeCall(COUNCIL.setVotingPeriod, (uint32(6 days + place)))
        );
    }

    function _statement(
        Proposal storage proposal,
        uint256 place
    ) private view returns (IDeliberation.Statement[] memory statements) {
        statements = new IDeliberation.Statement[](1);
        bytes32 message = keccak256(
            abi.encode(MORE_TIME_TYPEHASH, address(COUNCIL), proposal.id, _accounts[place], type(uint48).max)
        );
        statements[0].member = _accounts[place];
        statements[0].deadline = type(uint48).max;
        statements[0].signer = abi.encodePacked(vm.addr(FIRST_KEY + place));
        statements[0].signature = _signTypedData(
            FIRST_KEY + place,
            "Foedus Deliberation",
            block.chainid,
            address(_deliberation),
            message
        );
    }

    /// @dev `queue`, `execute` and `cancel` take the same arguments.
    function _callOn(bytes4 selector, Proposal storage proposal) private view returns (bytes memory) {
        return
            abi.encodeWithSelector(
                selector,
                proposal.targets,
                new uint256[](proposal.targets.length),
                proposal.calldatas,
                proposal.descriptionHash
            );
    }

    function _snapshot(Proposal storage proposal) private view returns (uint48) {
        return uint48(COUNCIL.proposalSnapshot(proposal.id));
    }

    function _holder(uint256 seed) private pure returns (address) {
        return address(uint160(0xe70000 + (seed % HOLDERS)));
    }
}
