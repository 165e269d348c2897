// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Gas of a question, as another contract would pay it
contract GasMeter {
    error GasMeterNoAnswer(address target);

    /// @notice Gas that `target` uses to answer `question`, without the transaction around it.
    function measure(address target, bytes calldata question) external view returns (uint256 used) {
        bytes memory data = question;
        uint256 before = gasleft();
        (bool answered, ) = target.staticcall(data);
        used = before - gasleft();
        if (!answered) revert GasMeterNoAnswer(target);
    }
}
