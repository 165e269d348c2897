// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IPaymentEscrow} from "./IPaymentEscrow.sol";

/// @title Panel of arbiters
/// @notice Several people who settle disputes together: what enough of them say about a payment is the panel's decision. A body appoints
/// the panel as it appoints one arbiter (`PaymentRules`), and payments name it.
/// @dev The panel never changes. Its time is the payment's: whoever has not agreed by `decideBy` leaves the dispute to the terms.
interface IArbitrationPanel {
    /// @notice A member has an opinion on a dispute, in place of an earlier one. The panel decides when `threshold` members have the same.
    event OpinionGiven(
        bytes32 indexed payment,
        address indexed member,
        uint120 payeeAmount,
        bytes32 document,
        uint256 agreeing
    );

    /// @notice The panel has too few or too many members, or they need not agree by a majority.
    /// @custom:remedy Give 2 to `maximum` members and a threshold above half of them.
    error ArbitrationPanelSizeInvalid(uint256 members, uint256 threshold, uint256 maximum);
    /// @notice Somebody is nobody or stands twice among the members.
    /// @custom:remedy Give each member once.
    error ArbitrationPanelMemberInvalid(address member);
    /// @notice The caller is no member of the panel.
    /// @custom:remedy Call as one of `members()`.
    error ArbitrationPanelNotMember(address caller);
    /// @notice The payment is not disputed, or names another arbiter.
    /// @custom:remedy Check the terms, and `payment(id)` and `dispute(id)` of the escrow.
    error ArbitrationPanelNotAsked(bytes32 payment);
    /// @notice The caller has this opinion already.
    /// @custom:remedy Nothing to do: other members have to agree.
    error ArbitrationPanelSaidAlready(bytes32 payment, address member);

    /// @notice Says what the payee should get of what is held. The last member that is needed lets the escrow decide.
    /// @param document Hash of the reasons, on which members agree, too.
    function giveOpinion(
        IPaymentEscrow.Terms calldata terms,
        IPaymentEscrow.Annex calldata annex,
        uint120 payeeAmount,
        bytes32 document
    ) external;

    /// @notice Whose disputes the panel settles.
    function escrow() external view returns (IPaymentEscrow);

    /// @notice Who is on the panel.
    function members() external view returns (address[] memory);

    /// @notice How many members have to agree.
    function threshold() external view returns (uint256);

    /// @notice How many members have this opinion on a payment.
    function agreeing(bytes32 payment, uint120 payeeAmount, bytes32 document) external view returns (uint256);
}
