// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Governor} from "@openzeppelin/contracts/governance/Governor.sol";
import {GovernorCountingSimple} from "@openzeppelin/contracts/governance/extensions/GovernorCountingSimple.sol";
import {GovernorTimelockAccess} from "@openzeppelin/contracts/governance/extensions/GovernorTimelockAccess.sol";
import {GovernorVotes} from "@openzeppelin/contracts/governance/extensions/GovernorVotes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";
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

/// @notice OpenZeppelin's Governor as it is shipped, with simple counting, votes and the AccessManager's timelock: the benchmark's peer for Council.
contract PeerGovernor is Governor, GovernorCountingSimple, GovernorVotes, GovernorTimelockAccess {
    uint256 private immutable _period;

    constructor(address manager, IVotes votes, uint256 period)
        Governor("Peer")
        GovernorVotes(votes)
        GovernorTimelockAccess(manager, 0)
    {
        _period = period;
    }

    function votingDelay() public pure override returns (uint256) {
        return 1;
    }

    function votingPeriod() public view override returns (uint256) {
        return _period;
    }

    function proposalThreshold() public pure override returns (uint256) {
        return 1;
    }

    function quorum(uint256) public pure override returns (uint256) {
        return 1;
    }

    function propose(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        string memory description
    ) public override(Governor, GovernorTimelockAccess) returns (uint256) {
        return super.propose(targets, values, calldatas, description);
    }

    function proposalNeedsQueuing(uint256 proposalId)
        public
        view
        override(Governor, GovernorTimelockAccess)
        returns (bool)
    {
        return super.proposalNeedsQueuing(proposalId);
    }

    function _queueOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockAccess) returns (uint48) {
        return super._queueOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _executeOperations(
        uint256 proposalId,
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockAccess) {
        super._executeOperations(proposalId, targets, values, calldatas, descriptionHash);
    }

    function _cancel(
        address[] memory targets,
        uint256[] memory values,
        bytes[] memory calldatas,
        bytes32 descriptionHash
    ) internal override(Governor, GovernorTimelockAccess) returns (uint256) {
        return super._cancel(targets, values, calldatas, descriptionHash);
    }
}

/// @notice A restricted counter, so that both governors decide on the same call.
contract PeerTarget is AccessManaged {
    uint256 public value;

    constructor(address authority) AccessManaged(authority) {}

    /// @notice Sets the value. Restricted.
    function set(uint256 newValue) external restricted {
        value = newValue;
    }
}
