// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ArbitrationPanel} from "../../../contracts/payments/ArbitrationPanel.sol";
import {IArbitrationPanel} from "../../../contracts/payments/IArbitrationPanel.sol";
import {IPaymentEscrow} from "../../../contracts/payments/IPaymentEscrow.sol";
import {create} from "../support/Creation.sol";
import {vm} from "../support/Vm.sol";
import {EscrowSetUp} from "./EscrowSetUp.sol";

contract ArbitrationPanelTest is EscrowSetUp {
    ArbitrationPanel private _panel;
    IPaymentEscrow.Terms private _agreed;
    bytes32 private _id;

    function setUp() public {
        _deployEscrow();
        _panel = _found(3, 2);
        rules.appointArbiter(address(_panel));
        _agreed = _disputable();
        _agreed.arbiter = address(_panel);
        _id = _authorise(_agreed, _noAnnex());
    }

    // constructor
    // ├── when there are fewer than 2 members or more than 15, or the threshold is no majority ... it reverts
    // └── when a member is nobody or stands twice ... it reverts

    function test_RevertWhen_SizeInvalid() public {
        uint256[2][6] memory wrong = [
            [uint256(1), uint256(1)],
            [uint256(16), uint256(9)],
            [uint256(3), uint256(1)],
            [uint256(4), uint256(2)],
            [uint256(3), uint256(4)],
            [uint256(3), uint256(0)]
        ];
        for (uint256 i = 0; i < wrong.length; ++i) {
            address[] memory members = _members(wrong[i][0]);
            vm.expectRevert(
                abi.encodeWithSelector(
                    IArbitrationPanel.ArbitrationPanelSizeInvalid.selector,
                    wrong[i][0],
                    wrong[i][1],
                    15
                )
            );
            new ArbitrationPanel(escrow, members, wrong[i][1]);
        }
        _found(2, 2);
        _found(15, 8);
    }

    function test_RevertWhen_MemberInvalid() public {
        address[] memory members = _members(3);
        for (uint256 i = 0; i < 2; ++i) {
            members[2] = i == 0 ? address(0) : members[0];
            vm.expectRevert(
                abi.encodeWithSelector(IArbitrationPanel.ArbitrationPanelMemberInvalid.selector, members[2])
            );
            new ArbitrationPanel(escrow, members, 2);
        }
    }

    // giveOpinion
    // ├── when the caller is no member, or says the same again ... it reverts
    // ├── given the payment is not disputed or names another arbiter ... it reverts
    // ├── a member may change its opinion
    // └── the escrow decides as soon as enough members agree on amount and reasons

    function test_Decide() public {
        vm.expectRevert(abi.encodeWithSelector(IArbitrationPanel.ArbitrationPanelNotAsked.selector, _id));
        _say(0, 1, "reasons");
        vm.prank(payer);
        escrow.openDispute(_agreed, "evidence");
        vm.expectEmit(address(_panel));
        emit IArbitrationPanel.OpinionGiven(_id, _member(0), 300_000, "reasons", 1);
        _say(0, 300_000, "reasons");
        vm.expectRevert(
            abi.encodeWithSelector(IArbitrationPanel.ArbitrationPanelSaidAlready.selector, _id, _member(0))
        );
        _say(0, 300_000, "reasons");
        // Neither another amount nor other reasons are the same opinion.
        _say(1, 300_001, "reasons");
        _say(1, 300_000, "others");
        _assertState(_id, AMOUNT, 0);
        _say(2, 300_001, "reasons");
        vm.assertEq(_panel.agreeing(_id, 300_001, "reasons"), 1, "nobody counts twice");
        vm.assertEq(_panel.agreeing(_id, 300_000, "others"), 1, "the last opinion counts");
        _say(1, 300_000, "reasons");
        _assertState(_id, 0, 300_000);
        vm.expectRevert(abi.encodeWithSelector(IArbitrationPanel.ArbitrationPanelNotAsked.selector, _id));
        _say(2, 300_000, "reasons");
    }

    function test_RevertWhen_NoMember() public {
        vm.prank(payer);
        escrow.openDispute(_agreed, "evidence");
        vm.expectRevert(abi.encodeWithSelector(IArbitrationPanel.ArbitrationPanelNotMember.selector, stranger));
        vm.prank(stranger);
        _panel.giveOpinion(_agreed, _noAnnex(), 1, "reasons");
    }

    function test_RevertGiven_AnotherArbiter() public {
        IPaymentEscrow.Terms memory terms = _disputable();
        bytes32 id = _authorise(terms, _noAnnex());
        vm.prank(payer);
        escrow.openDispute(terms, "evidence");
        vm.expectRevert(abi.encodeWithSelector(IArbitrationPanel.ArbitrationPanelNotAsked.selector, id));
        vm.prank(_member(0));
        _panel.giveOpinion(terms, _noAnnex(), 1, "reasons");
    }

    function test_RevertWhen_TheEscrowRefuses() public {
        vm.prank(payer);
        escrow.openDispute(_agreed, "evidence");
        _say(0, AMOUNT + 1, "reasons");
        vm.expectRevert(
            abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowAmountOutOfBounds.selector, _id, AMOUNT + 1, AMOUNT)
        );
        _say(1, AMOUNT + 1, "reasons");
        _say(0, 1, "reasons");
        vm.warp(NOW + 10 days + 1);
        vm.expectRevert(abi.encodeWithSelector(IPaymentEscrow.PaymentEscrowTooLate.selector, _id, NOW + 10 days));
        _say(1, 1, "reasons");
    }

    function _found(uint256 count, uint256 threshold) private returns (ArbitrationPanel) {
        return
            ArbitrationPanel(
                create("ArbitrationPanel.sol:ArbitrationPanel", abi.encode(escrow, _members(count), threshold))
            );
    }

    function _say(uint256 index, uint120 amount, bytes32 document) private {
        vm.prank(_member(index));
        _panel.giveOpinion(_agreed, _noAnnex(), amount, document);
    }

    function _members(uint256 count) private pure returns (address[] memory members) {
        members = new address[](count);
        for (uint256 i = 0; i < count; ++i) members[i] = _member(i);
    }

    function _member(uint256 index) private pure returns (address) {
        return address(uint160(0x9a00 + index));
    }
}
