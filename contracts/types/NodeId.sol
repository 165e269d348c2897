// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @notice Id of a node: keccak256 of its 64-byte uncompressed secp256k1 public key (without the 0x04 prefix).
type NodeId is bytes32;

using {equals as ==, nodeAddress} for NodeId global;

/// @notice The id that belongs to a public key of exactly 64 bytes.
function nodeIdOf(bytes memory publicKey) pure returns (NodeId) {
    return NodeId.wrap(keccak256(publicKey));
}

/// @notice The Ethereum address of the node's key: the address with which a validator seals blocks.
function nodeAddress(NodeId id) pure returns (address) {
    return address(uint160(uint256(NodeId.unwrap(id))));
}

function equals(NodeId a, NodeId b) pure returns (bool) {
    return NodeId.unwrap(a) == NodeId.unwrap(b);
}
