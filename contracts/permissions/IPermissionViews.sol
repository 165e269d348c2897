// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {INodeRegistry} from "../nodes/INodeRegistry.sol";
import {IValidatorSet} from "../nodes/IValidatorSet.sol";
import {IAccountRegistry} from "./IAccountRegistry.sol";

/// @notice Why a transaction is refused.
enum Refusal {
    /// It is not.
    None,
    /// The sender is registered with no organisation, or it or its organisation is suspended or retired.
    NoAccess,
    /// The sender may read, but not send transactions.
    ReadOnly,
    /// The sender may not deploy contracts.
    MayNotDeploy,
    /// The contract is open to named senders only.
    RestrictedTarget,
    /// The organisation of the sender has used up its share of gas for now.
    GasExhausted,
    /// A register cannot be read. Nobody but the bodies is let through then.
    RegisterUnreadable
}

/// @title What clients ask about connections and transactions
/// @notice The interfaces that permissioning plugins of Ethereum clients know, answered from the registers.
/// @dev Guaranteed: no function of this interface reverts for well-formed arguments, whatever they contain and whatever the registers
/// do, as long as the caller brings 3 million gas; each register gets a bounded part of it. Every Council, everybody who acts for a member or
/// accepts a mandate, and relayers always reach their bodies and the Authority: nobody can vote a vote away. Leaving is always open, with a
/// million gas at most: an account may take itself out of the register, an administrator withdraw its organisation's nodes or put them on
/// standby, choose another of its organisations or give its right up.
interface IPermissionViews {
    struct Body {
        address council;
        address memberRegistry;
    }

    /// @notice Nobody can shut this body out from now on.
    event BodyAdded(address indexed council, address indexed memberRegistry, address indexed actor);
    /// @notice This body has no privilege any more.
    event BodyRemoved(address indexed council, address indexed actor);

    /// @notice A body is two contracts, and stands in the list once.
    /// @custom:remedy Give the addresses of its Council and of its register of members.
    error PermissionViewsBodyInvalid(address council, address memberRegistry);
    /// @notice There are as many bodies as there can be.
    /// @custom:remedy Remove one first; `maximum` are possible.
    error PermissionViewsTooManyBodies(uint256 maximum);
    /// @notice The body is not in the list.
    /// @custom:remedy Check its address against `bodies()`.
    error PermissionViewsUnknownBody(address council);
    /// @notice The last body cannot be removed.
    /// @custom:remedy Add its successor first.
    error PermissionViewsLastBody(address council);

    /// @notice Whether a transaction may be sent. Selector 0x936421d5.
    /// @param sender Account that signs.
    /// @param target Contract or account that it goes to; 0 for a deployment.
    /// @param value In wei; there is no coin, so it decides nothing.
    /// @param gasPrice In wei; decides nothing.
    /// @param gasLimit Gas that the transaction may use at most.
    /// @param payload Calldata or code; only who accepts a mandate or leaves is known by it.
    function transactionAllowed(
        address sender,
        address target,
        uint256 value,
        uint256 gasPrice,
        uint256 gasLimit,
        bytes calldata payload
    ) external view returns (bool);

    /// @notice Why a transaction would be refused; `None` if it would not. Arguments as above.
    function transactionRefusal(
        address sender,
        address target,
        uint256 gasLimit,
        bytes calldata payload
    ) external view returns (Refusal);

    /// @notice Whether a node may connect. Selector 0x45a59e5b. Nodes are known by their key: host and port decide nothing.
    /// @param enodeId Public key of the node: 128 hexadecimal digits, with or without 0x.
    function connectionAllowed(string calldata enodeId, string calldata host, uint16 port) external view returns (bool);

    /// @notice Whether two nodes may connect, in version 1 of the interface. Selector 0x3620b1df.
    /// @return 0xff..ff if they may, 0x7f..ff if not.
    function connectionAllowed(
        bytes32 sourceHigh,
        bytes32 sourceLow,
        bytes16 sourceHost,
        uint16 sourcePort,
        bytes32 destinationHigh,
        bytes32 destinationLow,
        bytes16 destinationHost,
        uint16 destinationPort
    ) external view returns (bytes32);

    /// @notice Whether the account acts for a member of the body, or relays for such accounts: it always reaches the body.
    function reachesBody(address account) external view returns (bool);

    /// @notice Lets a further body, and whoever acts for its members, never be shut out. Restricted.
    /// @param council Contract in which it decides.
    /// @param memberRegistry Register of its members, see `IMandates`.
    function addBody(address council, address memberRegistry) external;

    /// @notice Takes a body's privilege away, for example after a successor took over. Never the last one's. Restricted.
    function removeBody(address council) external;

    /// @notice The bodies that are never shut out.
    function bodies() external view returns (Body[] memory);

    /// @notice The registers that the views ask.
    function sources()
        external
        view
        returns (INodeRegistry nodeRegistry, IValidatorSet validatorSet, IAccountRegistry accountRegistry);
}
