// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {CouncilHandler} from "./CouncilHandler.sol";

/// @notice GV1, GV2, GV3, GV5, GV7, GV8, GV9 and GV10 over everything that can happen to proposals.
contract CouncilInvariantTest is Genesis {
    CouncilHandler private _handler;

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

    function _assertState(uint256 place, IGovernor.ProposalState state) private view {
        vm.assertEq(uint256(_handler.stateOf(place)), uint256(state), "state");
    }
}
