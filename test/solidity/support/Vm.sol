// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title The cheatcodes that our tests use
/// @notice Hardhat's test runner answers them at a fixed address. Add a cheatcode here when a test needs it.
interface Vm {
    // Keys.

    function addr(uint256 privateKey) external pure returns (address);
    function sign(uint256 privateKey, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    // Who calls, and when.

    function prank(address sender) external;
    function startPrank(address sender) external;
    function stopPrank() external;
    function warp(uint256 timestamp) external;
    function roll(uint256 blockNumber) external;
    function setBlockhash(uint256 blockNumber, bytes32 blockHash) external;
    function chainId(uint256 id) external;
    /// @dev With `viaIR` a test that warps must not read `block.timestamp` twice: the compiler keeps the first value.
    function getBlockTimestamp() external view returns (uint256);
    function getBlockNumber() external view returns (uint256);

    // What is there.

    /// @dev Code that creates a contract, of an artifact, for example "NodeRegistry.sol:NodeRegistry"; `create` of Creation.sol runs it.
    function getCode(string calldata artifact) external view returns (bytes memory);
    /// @dev The code that such a contract has.
    function getDeployedCode(string calldata artifact) external view returns (bytes memory);
    /// @dev Reads a file of accounts with balance, nonce, code and storage, as genesis files have them.
    function loadAllocs(string calldata path) external;
    function deal(address account, uint256 balance) external;
    /// @dev Replaces the code of an account.
    function etch(address target, bytes calldata code) external;
    function load(address target, bytes32 slot) external view returns (bytes32);
    /// @dev Makes all slots of the target cold again, so that gas is that of a fresh call.
    function cool(address target) external;
    /// @dev Keeps the gas of the call before under a name.
    function snapshotGasLastCall(string calldata group, string calldata name) external returns (uint256 gasUsed);
    function snapshotState() external returns (uint256 id);
    function revertToState(uint256 id) external returns (bool);

    // What must happen next.

    function expectRevert(bytes calldata data) external;
    function expectRevert(bytes4 selector) external;
    function expectPartialRevert(bytes4 selector) external;
    function expectEmit(address emitter) external;
    function assume(bool condition) external pure;

    // Assertions: the message is shown beside both values.

    function assertTrue(bool condition, string calldata message) external pure;
    function assertFalse(bool condition, string calldata message) external pure;
    function assertEq(bool left, bool right, string calldata message) external pure;
    function assertEq(uint256 left, uint256 right, string calldata message) external pure;
    function assertEq(address left, address right, string calldata message) external pure;
    function assertEq(bytes32 left, bytes32 right, string calldata message) external pure;
    function assertEq(bytes calldata left, bytes calldata right, string calldata message) external pure;
    function assertEq(string calldata left, string calldata right, string calldata message) external pure;
    function assertEq(address[] calldata left, address[] calldata right, string calldata message) external pure;
    function assertLe(uint256 left, uint256 right, string calldata message) external pure;
    function assertLt(uint256 left, uint256 right, string calldata message) external pure;
    function assertGe(uint256 left, uint256 right, string calldata message) external pure;
    function assertGt(uint256 left, uint256 right, string calldata message) external pure;
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));

/// @notice Brings a random number into `[minimum, maximum]`; numbers that are in it already stay.
function bound(uint256 value, uint256 minimum, uint256 maximum) pure returns (uint256) {
    if (value >= minimum && value <= maximum) return value;
    // The whole range of uint256 never comes here: every value is in it already.
    return minimum + (value % (maximum - minimum + 1));
}
