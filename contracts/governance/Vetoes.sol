// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

import {ICouncil} from "./ICouncil.sol";
import {IDecisionClasses} from "./IDecisionClasses.sol";
import {IVetoes} from "./IVetoes.sol";

/// @title Rights to stop decisions of a body
/// @dev Immutable. A Council lets this contract alone cancel its proposals beside the proposer, so that all bounds of a veto stand here.
contract Vetoes is AccessManaged, IVetoes {
    struct Right {
        uint48 notAfter;
        address[] targets;
    }

    uint256 private constant MAX_TERM = 366 days;
    uint256 private constant MAX_TARGETS = 16;

    mapping(address council => mapping(address holder => Right)) private _rights;

    /// @param authority Whom restricted functions ask.
    constructor(address authority) AccessManaged(authority) {}

    /// @inheritdoc IVetoes
    function grantVeto(
        address council,
        address holder,
        address[] calldata targets,
        uint48 notAfter
    ) external restricted {
        uint256 latest = block.timestamp + MAX_TERM;
        if (notAfter <= block.timestamp || notAfter > latest) revert VetoesTermOutOfBounds(notAfter, latest);
        if (targets.length > MAX_TARGETS) revert VetoesTooManyTargets(targets.length, MAX_TARGETS);
        _rights[council][holder] = Right({notAfter: notAfter, targets: targets});
        emit VetoGranted(council, holder, msg.sender, targets, notAfter);
    }

    /// @inheritdoc IVetoes
    function revokeVeto(address council, address holder) external restricted {
        if (_rights[council][holder].notAfter == 0) revert VetoesNoRight(council, holder);
        delete _rights[council][holder];
        emit VetoRevoked(council, holder, msg.sender);
    }

    /// @inheritdoc IVetoes
    function veto(
        address council,
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash,
        string calldata reason
    ) external returns (uint256 proposalId) {
        proposalId = IGovernor(council).hashProposal(targets, values, calldatas, descriptionHash);
        _checkReach(council, proposalId, targets);
        IGovernor.ProposalState state = IGovernor(council).state(proposalId);
        bool open =
            state == IGovernor.ProposalState.Pending ||
                state == IGovernor.ProposalState.Active ||
                state == IGovernor.ProposalState.Succeeded ||
                state == IGovernor.ProposalState.Queued;
        if (!open) revert VetoesClosed(proposalId, state);
        emit Vetoed(council, proposalId, msg.sender, reason);
        IGovernor(council).cancel(targets, values, calldatas, descriptionHash);
    }

    /// @inheritdoc IVetoes
    function vetoRight(address council, address holder) external view returns (uint48, address[] memory) {
        Right storage right = _rights[council][holder];
        return (right.notAfter, right.targets);
    }

    function _checkReach(address council, uint256 proposalId, address[] calldata targets) private view {
        Right storage right = _rights[council][msg.sender];
        if (right.notAfter == 0) revert VetoesNoRight(council, msg.sender);
        if (right.notAfter < block.timestamp) revert VetoesRightEnded(msg.sender, right.notAfter);
        IDecisionClasses table = IDecisionClasses(ICouncil(council).classTable());
        bool inScope = right.targets.length == 0;
        for (uint256 i = 0; i < targets.length; ++i) {
            bool isProtected = targets[i] == council || targets[i] == address(this) || table.isPinned(targets[i]);
            if (isProtected) revert VetoesProtected(proposalId, targets[i]);
            inScope = inScope || _names(right, targets[i]);
        }
        if (!inScope) revert VetoesOutOfScope(proposalId, msg.sender);
    }

    function _names(Right storage right, address target) private view returns (bool) {
        for (uint256 i = 0; i < right.targets.length; ++i) {
            if (right.targets[i] == target) return true;
        }
        return false;
    }
}
