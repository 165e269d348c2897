// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title What permissions ask a body
interface IBody {
    /// @notice Contracts beside the body that may act on its proposals: where its members speak of them, and where the rights of veto stand.
    function companions() external view returns (address deliberation, address vetoes);
}
