// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IGovernor} from "@openzeppelin/contracts/governance/IGovernor.sol";

/// @title Rights to stop decisions of a body
/// @notice A holder may stop proposals of one Council until its right ends by itself: those with a call to one of the targets of its right,
/// or, as a guardian, any. It can do nothing else, and its right is one that the body gives and takes.
/// @dev A right never reaches a proposal with a call to a target that the body's table of classes has pinned (authority, registers of members,
/// tables of classes, set of validators, what the other bodies are made of, this contract) or to the Council itself. So nobody can stop the
/// decision that takes its right away. Warning: a proposal that carries such a call beside others cannot be stopped either; it then needs a
/// reinforced majority for all of them.
interface IVetoes {
    /// @notice The holder may stop proposals of the Council; whatever right it had on that Council before is replaced.
    /// @param targets Contracts that a call of the proposal must go to; none for a guardian, who may stop any.
    /// @param notAfter Last second (since 1970) of the right.
    event VetoGranted(
        address indexed council,
        address indexed holder,
        address indexed actor,
        address[] targets,
        uint48 notAfter
    );
    /// @notice The holder may stop nothing of the Council any more.
    event VetoRevoked(address indexed council, address indexed holder, address indexed actor);
    /// @notice The holder stopped the proposal.
    event Vetoed(address indexed council, uint256 indexed proposalId, address indexed holder, string reason);

    /// @notice The right would end in the past, or later than `latest`.
    /// @custom:remedy Give a time after now and up to `latest`.
    error VetoesTermOutOfBounds(uint48 notAfter, uint256 latest);
    /// @notice The right names too many targets.
    /// @custom:remedy Name at most `maximum`, or none for a guardian.
    error VetoesTooManyTargets(uint256 targets, uint256 maximum);
    /// @notice The account has no right on this Council.
    /// @custom:remedy Let the body give the right first.
    error VetoesNoRight(address council, address account);
    /// @notice The right has ended.
    /// @custom:remedy Let the body give it again.
    error VetoesRightEnded(address holder, uint48 notAfter);
    /// @notice No call of the proposal goes to a target of the right.
    /// @custom:remedy Nothing to do: this decision is not the holder's to stop.
    error VetoesOutOfScope(uint256 proposalId, address holder);
    /// @notice A call of the proposal goes to a target whose decisions nobody can stop.
    /// @custom:remedy Nothing to do: members alone decide on this target.
    error VetoesProtected(uint256 proposalId, address target);
    /// @notice The proposal is decided against, stopped, lapsed or executed.
    /// @custom:remedy Nothing to do.
    error VetoesClosed(uint256 proposalId, IGovernor.ProposalState state);

    /// @notice Gives a right. Restricted.
    function grantVeto(address council, address holder, address[] calldata targets, uint48 notAfter) external;

    /// @notice Takes a right away. Restricted.
    function revokeVeto(address council, address holder) external;

    /// @notice Stops a proposal for good. By the holder of a right that reaches it.
    /// @param reason Why, for people.
    function veto(
        address council,
        address[] calldata targets,
        uint256[] calldata values,
        bytes[] calldata calldatas,
        bytes32 descriptionHash,
        string calldata reason
    ) external returns (uint256 proposalId);

    /// @notice The right of an account on a Council.
    /// @return notAfter Last second of the right, which may have passed; 0 when there is none.
    /// @return targets Its targets; none for a guardian.
    function vetoRight(
        address council,
        address holder
    ) external view returns (uint48 notAfter, address[] memory targets);
}
