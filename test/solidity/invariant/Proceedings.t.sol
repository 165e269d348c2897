// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";
import {ProceedingsHandler} from "./ProceedingsHandler.sol";

/// @notice GV13 and GV14 over everything that members and holders of vetoes do beside voting.
contract ProceedingsInvariantTest is Genesis {
    ProceedingsHandler private _handler;

    function setUp() public {
        _loadGenesis();
        _handler = new ProceedingsHandler();
    }

    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_TimeAndVetoes() public view {
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
    }

    /// @dev Shows that the campaign can reach every action: an invariant over actions that all revert would prove nothing.
    function test_HandlerReachesEveryAction() public {
        // Asked for: of six members three prevent a qualified majority, and two are 55 % of them.
        _handler.setClassOfRecord(1);
        _handler.propose(0, 0);
        _handler.sponsor(0, 1);
        _handler.sponsor(0, 1);
        _handler.askForMoreTime(0, 3, false);
        _handler.passTo(0, 0);
        _handler.askForMoreTime(0, 3, false);
        _handler.askForMoreTime(0, 3, true);
        vm.assertEq(_handler.successes("extendAsked"), 0, "extended by one of six");
        _handler.askForMoreTime(0, 4, true);
        vm.assertEq(_handler.successes("extendAsked"), 1, "extended by two of six");
        _handler.askForMoreTime(0, 5, false);
        // A late turn: by the fourth of six there is a quorum, with nobody against.
        _handler.setClassOfRecord(3);
        _handler.propose(0, 0);
        _handler.passTo(1, 0);
        for (uint256 voter = 0; voter < 3; ++voter) _handler.vote(1, voter, 2);
        _handler.passTo(1, 1);
        _handler.vote(1, 3, 2);
        vm.assertEq(_handler.successes("extendLate"), 1, "extended by a late turn");
        // A veto of what stands in its scope, and of nothing else.
        _handler.grantOrRevokeVeto(1, 30 days, true, true);
        _handler.grantOrRevokeVeto(5, 30 days, true, true);
        vm.assertEq(_handler.successes("grantVeto"), 1, "a holder gave itself a right");
        _handler.propose(2, 0x01);
        _handler.propose(4, 0x02);
        _handler.propose(0, 0x03);
        _handler.veto(0, 1);
        _handler.veto(3, 1);
        _handler.veto(4, 1);
        _handler.overreach(2, 1, 0);
        _handler.overreach(2, 1, 1);
        _handler.overreach(2, 1, 2);
        _handler.overreach(2, 1, 3);
        _handler.overreach(2, 1, 4);
        vm.assertEq(_handler.successes("veto"), 0, "a veto outside of its scope");
        _handler.veto(2, 1);
        vm.assertEq(uint256(_handler.stateOf(2)), uint256(IGovernor.ProposalState.Canceled), "stopped");
        _handler.grantOrRevokeVeto(1, 0, true, false);
        _handler.passTo(3, 0);
        for (uint256 voter = 0; voter < 6; ++voter) _handler.vote(3, voter, 2);
        _handler.queueOrExecute(3, true);
        _handler.passTo(3, 3);
        _handler.queueOrExecute(3, false);
        string[10] memory actions = [
            "propose",
            "vote",
            "ask",
            "askBySignature",
            "sponsor",
            "grantVeto",
            "revokeVeto",
            "veto",
            "queue",
            "execute"
        ];
        for (uint256 i = 0; i < actions.length; ++i) vm.assertGt(_handler.successes(actions[i]), 0, actions[i]);
        vm.assertEq(_handler.violation(), "", "violation seen by the handler");
    }
}
