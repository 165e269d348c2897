// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";

/// @title A wallet that says yes to everything, and does harm while it is asked, for the tests
contract HostileWallet {
    enum Harm {
        None,
        /// Uses all gas that it gets.
        Burn,
        /// Calls back.
        Reenter,
        /// Answers more than anybody can hold.
        Flood
    }

    Harm private _harm;
    address private _target;
    bytes private _data;

    /// @notice What the wallet does from now on while it is asked.
    function plan(Harm harm, address target, bytes calldata data) external {
        (_harm, _target, _data) = (harm, target, data);
    }

    /// @notice Calls as the wallet.
    function perform(address target, bytes calldata data) external returns (bool success) {
        (success, ) = target.call(data);
    }

    /// @notice ERC-1271, except that nothing forbids to change state: only the asking call can.
    function isValidSignature(bytes32, bytes calldata) external returns (bytes4) {
        if (_harm == Harm.Burn) while (true) {}
        if (_harm == Harm.Reenter) {
            (bool success, ) = _target.call{gas: 200_000}(_data);
            success;
        }
        if (_harm == Harm.Flood) {
            assembly {
                mstore(0, shl(224, 0x1626ba7e))
                return(0, 1000000)
            }
        }
        return IERC1271.isValidSignature.selector;
    }
}
