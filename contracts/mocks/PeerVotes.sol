// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Votes} from "@openzeppelin/contracts/governance/utils/Votes.sol";
import {EIP712} from "@openzeppelin/contracts/utils/cryptography/EIP712.sol";
import {Time} from "@openzeppelin/contracts/utils/types/Time.sol";

/// @notice Voting units that anybody may give out: the benchmark's peer for MemberRegistry.
contract PeerVotes is Votes {
    mapping(address account => uint256) private _units;

    constructor() EIP712("Peer votes", "1") {}

    /// @notice Gives units to an account and delegates them to itself.
    function give(address account, uint256 units) external {
        _units[account] += units;
        _transferVotingUnits(address(0), account, units);
        _delegate(account, account);
    }

    function clock() public view override returns (uint48) {
        return Time.timestamp();
    }

    // solhint-disable-next-line func-name-mixedcase
    function CLOCK_MODE() public pure override returns (string memory) {
        return "mode=timestamp";
    }

    function _getVotingUnits(address account) internal view override returns (uint256) {
        return _units[account];
    }
}
