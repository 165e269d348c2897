// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IArbitrationPanel} from "./IArbitrationPanel.sol";
import {IPaymentEscrow, PaymentPhase} from "./IPaymentEscrow.sol";

/// @title Panel of arbiters
contract ArbitrationPanel is IArbitrationPanel {
    uint256 private constant MEMBERS_MAXIMUM = 15;

    /// @inheritdoc IArbitrationPanel
    IPaymentEscrow public immutable escrow;
    /// @inheritdoc IArbitrationPanel
    uint256 public immutable threshold;

    address[] private _members;
    mapping(address account => bool) private _isMember;
    mapping(bytes32 payment => mapping(address member => bytes32 opinion)) private _opinions;
    mapping(bytes32 payment => mapping(bytes32 opinion => uint256)) private _agreeing;

    /// @param escrow_ Whose disputes the panel settles.
    /// @param members_ 2 to 15 different accounts.
    /// @param threshold_ How many have to agree, more than half.
    constructor(IPaymentEscrow escrow_, address[] memory members_, uint256 threshold_) {
        uint256 count = members_.length;
        if (count < 2 || count > MEMBERS_MAXIMUM || threshold_ > count || threshold_ * 2 <= count) {
            revert ArbitrationPanelSizeInvalid(count, threshold_, MEMBERS_MAXIMUM);
        }
        for (uint256 i = 0; i < count; ++i) {
            address member = members_[i];
            if (member == address(0) || _isMember[member]) revert ArbitrationPanelMemberInvalid(member);
            _isMember[member] = true;
        }
        (escrow, threshold, _members) = (escrow_, threshold_, members_);
    }

    /// @inheritdoc IArbitrationPanel
    function giveOpinion(
        IPaymentEscrow.Terms calldata terms,
        IPaymentEscrow.Annex calldata annex,
        uint120 payeeAmount,
        bytes32 document
    ) external {
        if (!_isMember[msg.sender]) revert ArbitrationPanelNotMember(msg.sender);
        bytes32 id = escrow.paymentId(terms);
        if (terms.arbiter != address(this) || escrow.payment(id).phase != PaymentPhase.Disputed) {
            revert ArbitrationPanelNotAsked(id);
        }
        bytes32 opinion = _opinion(payeeAmount, document);
        bytes32 earlier = _opinions[id][msg.sender];
        if (earlier == opinion) revert ArbitrationPanelSaidAlready(id, msg.sender);

        if (earlier != 0) --_agreeing[id][earlier];
        _opinions[id][msg.sender] = opinion;
        uint256 count = ++_agreeing[id][opinion];

        emit OpinionGiven(id, msg.sender, payeeAmount, document, count);

        // The escrow refuses what is out of time or above what is held, and with it the opinion that would decide so.
        if (count == threshold) escrow.decide(terms, annex, payeeAmount, document);
    }

    /// @inheritdoc IArbitrationPanel
    function members() external view returns (address[] memory) {
        return _members;
    }

    /// @inheritdoc IArbitrationPanel
    function agreeing(bytes32 payment, uint120 payeeAmount, bytes32 document) external view returns (uint256) {
        return _agreeing[payment][_opinion(payeeAmount, document)];
    }

    function _opinion(uint120 payeeAmount, bytes32 document) private pure returns (bytes32) {
        return keccak256(abi.encode(payeeAmount, document));
    }
}
