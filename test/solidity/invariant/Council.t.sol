// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {ICouncil} from "../../../contracts/governance/ICouncil.sol";
import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {CouncilHandler} from "./CouncilHandler.sol";

/// @notice GV1, GV2, GV3, GV5, GV7, GV8, GV9, GV10, GV11 and GV12 over everything that can happen to proposals.
contract CouncilInvariantTest is Genesis {
    CouncilHandler private _handler;
    string[5] private _newWays = ["giveProxy", "endProxy", "voteAsProxy", "castByBallot", "refuseBallot"];

    function setUp() public {
        _loadGenesis();
        _handler = new CouncilHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_ProposalsAndVotes() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.recordsAreRight(), "GV9: executed calls are not the proposed ones");
        vm.assertLe(COUNCIL.votingPeriod(), 180 days, "GV12: the longest voting period");
        vm.assertGe(COUNCIL.votingPeriod(), 1 hours, "GV12: the shortest voting period");
    }

    /// @notice Ballots in one transaction end like the same ballots one by one, whatever their order and whatever is wrong with some.
    function testFuzz_BatchIsOneByOne(uint256 choices, uint256 kinds) public {
        _handler.propose(0, kinds);
        _handler.passTo(0, 0);
        uint256 id = _handler.idOf(0);
        ICouncil.SignedBallot[] memory ballots = _handler.ballotsOf(0, choices);
        uint256 before = vm.snapshotState();
        ICouncil.SignedBallot[] memory one = new ICouncil.SignedBallot[](1);
        for (uint256 i = 0; i < ballots.length; ++i) {
            one[0] = ballots[i];
            try COUNCIL.castByBallot(id, one) {} catch {}
        }
        bytes memory apart = abi.encode(COUNCIL.proposalTally(id), COUNCIL.state(id), _votes(id));
        vm.revertToState(before);
        COUNCIL.castByBallot(id, ballots.length == 1 ? _twice(ballots[0]) : ballots);
        bytes memory together = abi.encode(COUNCIL.proposalTally(id), COUNCIL.state(id), _votes(id));
        vm.assertEq(together, apart, "GV2: together and one by one");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        _handler.setClassOfRecord(2);
        _handler.propose(0, 0);
        _handler.propose(2, 0x010003);
        _handler.propose(1, 0x0105);
        _handler.propose(3, 0);
        _handler.cancel(3, false);
        _handler.cancel(3, true);
        _handler.passTo(0, 0);
        _handler.vote(0, 0, 1, false);
        _handler.vote(0, 0, 1, true);
        _handler.vote(0, 1, 3, true);
        for (uint256 place = 0; place < 3; ++place) _handler.voteTogether(place, 0x7f, type(uint256).max);
        for (uint256 place = 0; place < 3; ++place) _assertState(place, IGovernor.ProposalState.Succeeded);
        // The first needs no delay; the second calls the Council itself; the third waits for the role over organisations.
        _handler.execute(0);
        for (uint256 place = 1; place < 3; ++place) {
            _handler.queue(place);
            _handler.execute(place);
        }
        _handler.passTo(1, 2);
        _handler.upgradeOrganisations();
        _handler.execute(1);
        vm.assertEq(_handler.successes("execute"), 1, "the code of the register is not the one that was voted on");
        _handler.upgradeOrganisations();
        for (uint256 place = 1; place < 3; ++place) _handler.execute(place);
        _handler.propose(6, 0);
        _handler.passTo(4, 0);
        _handler.voteTogether(4, 0x7f, 0);
        _assertState(4, IGovernor.ProposalState.Defeated);
        _handler.suspendOrReinstate(0, true);
        _handler.suspendOrReinstate(0, false);
        _handler.setWeight(0, 7);
        vm.assertEq(_handler.successes("propose"), 5, "propose");
        vm.assertEq(_handler.successes("succeedEarly"), 3, "closed before the deadline as carried");
        vm.assertEq(_handler.successes("failEarly"), 1, "closed before the deadline as defeated");
        vm.assertEq(_handler.successes("cancel"), 1, "cancel");
        vm.assertEq(_handler.successes("queue"), 2, "queue");
        vm.assertEq(_handler.successes("execute"), 3, "execute");
        for (uint256 place = 0; place < 3; ++place) _assertState(place, IGovernor.ProposalState.Executed);
        _assertState(3, IGovernor.ProposalState.Canceled);
        _handler.propose(0, 0);
        _handler.passTo(5, 0);
        _handler.giveOrEndProxy(1, 2, true);
        _handler.vote(5, 1, 1, false);
        _handler.voteAsProxy(5, 1, 1, 1);
        _handler.giveOrEndProxy(1, 2, false);
        // Twelve ballots of seven members: some are the second of their member.
        _handler.castByBallot(5, 11);
        for (uint256 i = 0; i < _newWays.length; ++i) vm.assertGt(_handler.successes(_newWays[i]), 0, _newWays[i]);
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.recordsAreRight(), "GV9: executed calls are not the proposed ones");
    }

    /// @dev The classes that silence, abstention or a part of the members can carry, and a rule that changes while a proposal is open.
    function test_HandlerReachesEveryClass() public {
        // By silence; one objection would prevent it, although the rule asks for two from then on.
        _handler.setClassOfRecord(5);
        _handler.propose(0, 0);
        _handler.propose(3, 0);
        _handler.setRule(false, 2);
        _handler.passTo(0, 0);
        _handler.vote(1, 6, 0, false);
        _assertState(1, IGovernor.ProposalState.Defeated);
        _handler.passTo(0, 1);
        _assertState(0, IGovernor.ProposalState.Succeeded);
        _handler.execute(0);
        // Three in favour and one abstention are a quorum of seven without a vote against.
        _handler.setClassOfRecord(3);
        _handler.propose(0, 0);
        _handler.passTo(2, 0);
        for (uint256 voter = 0; voter < 4; ++voter) _handler.vote(2, voter, voter < 3 ? 1 : 2, false);
        _assertState(2, IGovernor.ProposalState.Active);
        _handler.passTo(2, 1);
        _assertState(2, IGovernor.ProposalState.Succeeded);
        // Two members of a cooperation decide; a third cannot vote.
        _handler.setClassOfRecord(4);
        _handler.setCooperation(0);
        _handler.propose(0, 0);
        _handler.propose(1, 0x0100);
        _handler.passTo(3, 0);
        _handler.vote(3, 2, 1, false);
        uint256 votes = _handler.successes("vote");
        _handler.vote(3, 0, 1, false);
        _handler.vote(3, 1, 1, false);
        vm.assertEq(_handler.successes("vote"), votes + 2, "votes of those who take part");
        _assertState(3, IGovernor.ProposalState.Succeeded);
        vm.assertEq(_handler.proposalCount(), 4, "a cooperation's call stands beside another");
        // A qualified majority that asks for 72 % of the heads: five of seven are not enough.
        _handler.setClassOfRecord(1);
        _handler.setRule(true, 72);
        _handler.propose(0, 0);
        _handler.setRule(true, 55);
        _handler.passTo(4, 0);
        _handler.voteTogether(4, 0x1f, type(uint256).max);
        _assertState(4, IGovernor.ProposalState.Active);
        _handler.vote(4, 5, 1, false);
        _assertState(4, IGovernor.ProposalState.Succeeded);
        vm.assertEq(_handler.successes("setRule"), 3, "setRule");
        vm.assertEq(_handler.successes("succeedLate"), 2, "carried at the deadline");
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
        vm.assertTrue(_handler.recordsAreRight(), "GV9: executed calls are not the proposed ones");
    }

    function _twice(ICouncil.SignedBallot memory ballot) private pure returns (ICouncil.SignedBallot[] memory both) {
        both = new ICouncil.SignedBallot[](2);
        (both[0], both[1]) = (ballot, ballot);
    }

    /// @dev Two bits a member.
    function _votes(uint256 id) private view returns (uint256 votes) {
        for (uint256 i = 0; i < 7; ++i) {
            (bool voted, uint8 support) = COUNCIL.voteOf(id, MEMBERS.memberAt(i));
            if (voted) votes |= uint256(support + 1) << (2 * i);
        }
    }

    function _assertState(uint256 place, IGovernor.ProposalState state) private view {
        vm.assertEq(uint256(_handler.stateOf(place)), uint256(state), "state");
    }
}
