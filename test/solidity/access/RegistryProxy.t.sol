// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";
import {ERC1967Utils} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Utils.sol";

import {IRegistryProxy} from "../../../contracts/access/IRegistryProxy.sol";
import {create} from "../support/Creation.sol";
import {Genesis} from "../support/Genesis.sol";
import {vm} from "../support/Vm.sol";

/// @notice An implementation that says something else about itself than its proxy.
contract Pretender {
    uint256 public value;

    error Refused();

    receive() external payable {
        revert Refused();
    }

    function set(uint256 newValue) external payable {
        value = newValue;
    }

    function implementation() external pure returns (address) {
        return address(0xbad);
    }
}

/// @notice The proxy itself says what it runs, so that a Council can look behind it.
contract RegistryProxyTest is Genesis {
    Pretender private _implementation;

    function setUp() public {
        _loadGenesis();
        _implementation = new Pretender();
    }

    function test_AnswersItselfWhatItRuns() public {
        address proxy = _deploy(7);
        vm.assertEq(IRegistryProxy(proxy).implementation(), address(_implementation), "implementation");
        vm.assertEq(_implementation.implementation(), address(0xbad), "the pretender says something else");
    }

    function test_RunsTheCodeOnItsOwnStorage() public {
        Pretender proxied = Pretender(payable(_deploy(7)));
        vm.assertEq(proxied.value(), 7, "initialised");
        proxied.set(8);
        vm.assertEq(proxied.value(), 8, "written");
        vm.assertEq(_implementation.value(), 0, "the implementation has no state");
    }

    function test_RevertWhen_InitialisationIsEmpty() public {
        vm.expectRevert(ERC1967Proxy.ERC1967ProxyUninitialized.selector);
        _create(address(_implementation), "");
    }

    function test_RevertWhen_ImplementationHasNoCode() public {
        vm.expectRevert(abi.encodeWithSelector(ERC1967Utils.ERC1967InvalidImplementation.selector, address(0xdead)));
        _create(address(0xdead), abi.encodeCall(Pretender.set, (7)));
    }

    function test_PassesPlainTransfersToTheImplementation() public {
        address proxy = _deploy(7);
        vm.deal(address(this), 1);
        (bool success, bytes memory reason) = proxy.call{value: 1}("");
        vm.assertFalse(success, "the implementation refuses ether");
        vm.assertEq(bytes32(bytes4(reason)), bytes32(Pretender.Refused.selector), "by its own reason");
    }

    /// @dev Council recognises proxies by this hash: an immutable in the proxy would give each of them another one.
    function test_GV9_AllProxiesHaveTheSameCode() public {
        bytes32 expected = keccak256(vm.getDeployedCode("RegistryProxy.sol:RegistryProxy"));
        vm.assertEq(_deploy(7).codehash, expected, "GV9: a new proxy");
        vm.assertEq(address(ORGANISATIONS).codehash, expected, "GV9: register of organisations");
        vm.assertEq(address(NODES).codehash, expected, "GV9: register of nodes");
    }

    function _deploy(uint256 value) private returns (address) {
        return _create(address(_implementation), abi.encodeCall(Pretender.set, (value)));
    }

    function _create(address target, bytes memory initialisation) private returns (address) {
        return create("RegistryProxy.sol:RegistryProxy", abi.encode(target, initialisation));
    }
}
