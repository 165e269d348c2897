// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {INetworkDirectory, NetworkStage} from "../../../contracts/nodes/INetworkDirectory.sol";
import {NetworkDirectory} from "../../../contracts/nodes/NetworkDirectory.sol";
import {create} from "../support/Creation.sol";
import {Registers} from "../support/Registers.sol";
import {bound, vm} from "../support/Vm.sol";

contract NetworkDirectoryTest is Registers {
    uint64 private constant CHAIN = 6_832;

    address private immutable _stranger = address(0x5742);

    function setUp() public {
        _loadGenesis();
        _takeRoles();
    }

    // Every deciding function
    // ├── when the caller has not the role ... it reverts
    // └── given the network is unknown ... it reverts, except the registration

    function test_RevertWhen_CallerHasNotTheRole() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, _stranger);
        vm.startPrank(_stranger);
        vm.expectRevert(refusal);
        DIRECTORY.registerNetwork(CHAIN, "Pilot", NetworkStage.Pilot, "QBFT");
        vm.expectRevert(refusal);
        DIRECTORY.setNetworkStage(CHAIN, NetworkStage.Pilot);
        vm.expectRevert(refusal);
        DIRECTORY.anchorGenesis(CHAIN, keccak256("genesis"));
        vm.expectRevert(refusal);
        DIRECTORY.setNetworkResource(CHAIN, "rpc", "https://rpc.example.eu");
        vm.stopPrank();
    }

    function test_RevertGiven_Unknown() public {
        bytes memory refusal = abi.encodeWithSelector(INetworkDirectory.NetworkDirectoryUnknown.selector, CHAIN);
        vm.startPrank(body);
        vm.expectRevert(refusal);
        DIRECTORY.setNetworkStage(CHAIN, NetworkStage.Pilot);
        vm.expectRevert(refusal);
        DIRECTORY.anchorGenesis(CHAIN, keccak256("genesis"));
        vm.expectRevert(refusal);
        DIRECTORY.setNetworkResource(CHAIN, "rpc", "https://rpc.example.eu");
        vm.stopPrank();
        vm.assertEq(uint256(DIRECTORY.network(CHAIN).stage), uint256(NetworkStage.None), "stage");
        vm.assertEq(DIRECTORY.resource(CHAIN, "rpc"), "", "resource");
    }

    // registerNetwork
    // ├── when the chain id is zero, a text is empty or too long, or the stage is none or retired ... it reverts
    // ├── given the chain id is registered, in whatever stage ... it reverts
    // └── it has what was given, and no genesis yet

    function test_Register() public {
        vm.expectEmit(address(DIRECTORY));
        emit INetworkDirectory.NetworkRegistered(CHAIN, body, NetworkStage.Pilot, "Pilot", "QBFT");
        _register(CHAIN, "Pilot", NetworkStage.Pilot, "QBFT");
        _assertNetwork(INetworkDirectory.Network("Pilot", NetworkStage.Pilot, "QBFT", 0));
    }

    function testFuzz_Register_TextLengths(uint256 nameLength, uint256 consensusLength) public {
        nameLength = bound(nameLength, 0, 100);
        consensusLength = bound(consensusLength, 0, 50);
        if (nameLength == 0 || nameLength > 64) _expectTextLength(nameLength, 64);
        else if (consensusLength == 0 || consensusLength > 32) _expectTextLength(consensusLength, 32);
        _register(CHAIN, string(new bytes(nameLength)), NetworkStage.Pilot, string(new bytes(consensusLength)));
    }

    function test_Register_TextLengthsAtTheBounds() public {
        _expectTextLength(65, 64);
        _register(CHAIN, string(new bytes(65)), NetworkStage.Pilot, "QBFT");
        _expectTextLength(33, 32);
        _register(CHAIN, "Pilot", NetworkStage.Pilot, string(new bytes(33)));
        _register(CHAIN, string(new bytes(64)), NetworkStage.Pilot, string(new bytes(32)));
    }

    function test_RevertWhen_Register_ChainIdIsZero() public {
        vm.expectRevert(INetworkDirectory.NetworkDirectoryChainIdInvalid.selector);
        _register(0, "Pilot", NetworkStage.Pilot, "QBFT");
    }

    // Stages, each to each: a network comes to every other stage but none, and out of retirement to none

    function test_Stages_EachToEach() public {
        for (uint256 from = 0; from <= uint256(type(NetworkStage).max); ++from) {
            for (uint256 to = 0; to <= uint256(type(NetworkStage).max); ++to) {
                uint256 snapshot = vm.snapshotState();
                _tryStage(NetworkStage(from), NetworkStage(to));
                vm.assertTrue(vm.revertToState(snapshot), "snapshot");
            }
        }
    }

    function _tryStage(NetworkStage from, NetworkStage to) private {
        if (from == NetworkStage.None) {
            bool first = to != NetworkStage.None && to != NetworkStage.Retired;
            if (!first) _expectWrongStage(from, to);
            _register(CHAIN, "Network", to, "QBFT");
            _assertStage(first ? to : NetworkStage.None);
            return;
        }
        _register(CHAIN, "Network", from == NetworkStage.Retired ? NetworkStage.Pilot : from, "QBFT");
        if (from == NetworkStage.Retired) _setStage(from);
        vm.expectRevert(abi.encodeWithSelector(INetworkDirectory.NetworkDirectoryAlreadyRegistered.selector, CHAIN));
        _register(CHAIN, "Another", NetworkStage.Development, "IBFT");

        bool allowed = from != NetworkStage.Retired && to != from && to != NetworkStage.None;
        if (allowed) {
            vm.expectEmit(address(DIRECTORY));
            emit INetworkDirectory.NetworkStageChanged(CHAIN, body, to);
        } else {
            _expectWrongStage(from, to);
        }
        _setStage(to);
        _assertStage(allowed ? to : from);
    }

    // anchorGenesis
    // ├── when the hash is zero ... it reverts
    // ├── given a hash is known ... it reverts, with the same hash too
    // └── it is known for ever

    function test_Genesis() public {
        _register(CHAIN, "Pilot", NetworkStage.Pilot, "QBFT");
        _expectGenesisInvalid(0);
        _anchor(0);
        bytes32 genesis = keccak256("genesis");
        vm.expectEmit(address(DIRECTORY));
        emit INetworkDirectory.NetworkGenesisAnchored(CHAIN, body, genesis);
        _anchor(genesis);
        bytes32[3] memory again = [genesis, keccak256("another"), bytes32(0)];
        for (uint256 i = 0; i < again.length; ++i) {
            _expectGenesisInvalid(genesis);
            _anchor(again[i]);
        }
        _setStage(NetworkStage.Retired);
        _assertNetwork(INetworkDirectory.Network("Pilot", NetworkStage.Retired, "QBFT", genesis));
    }

    // setNetworkResource
    // ├── when the key is empty or too long ... it reverts
    // ├── when the address is too long, or neither https, wss nor enode ... it reverts
    // └── it stands there, for this network and key alone; nothing removes it

    function test_Resource() public {
        _register(CHAIN, "Pilot", NetworkStage.Pilot, "QBFT");
        _register(CHAIN + 1, "Another", NetworkStage.Pilot, "QBFT");
        vm.expectEmit(address(DIRECTORY));
        emit INetworkDirectory.NetworkResourceSet(CHAIN, keccak256("rpc"), body, "rpc", "https://rpc.example.eu");
        _setResource("rpc", "https://rpc.example.eu");
        vm.assertEq(DIRECTORY.resource(CHAIN, "rpc"), "https://rpc.example.eu", "resource");
        vm.assertEq(DIRECTORY.resource(CHAIN + 1, "rpc"), "", "of no other network");
        vm.assertEq(DIRECTORY.resource(CHAIN, "explorer"), "", "of no other key");
        _setResource("rpc", "wss://rpc.example.eu");
        vm.assertEq(DIRECTORY.resource(CHAIN, "rpc"), "wss://rpc.example.eu", "another address");
        _setResource("boot", "enode://00@node.example.eu:30303");
        _setResource("rpc", "");
        vm.assertEq(DIRECTORY.resource(CHAIN, "rpc"), "", "removed");
        vm.assertEq(DIRECTORY.resource(CHAIN, "boot"), "enode://00@node.example.eu:30303", "the others stay");
    }

    function test_RevertWhen_Resource_Uri() public {
        _register(CHAIN, "Pilot", NetworkStage.Pilot, "QBFT");
        string[8] memory wrong = [
            "http://rpc.example.eu",
            "ws://rpc.example.eu",
            "javascript:alert(1)",
            "data:text/html,x",
            "HTTPS://rpc.example.eu",
            " https://rpc.example.eu",
            "https:/",
            "wss:/x"
        ];
        for (uint256 i = 0; i < wrong.length; ++i) {
            _expectUriInvalid(wrong[i]);
            _setResource("rpc", wrong[i]);
        }
    }

    function testFuzz_Resource_Lengths(uint256 keyLength, uint256 uriLength, uint256 scheme) public {
        _register(CHAIN, "Pilot", NetworkStage.Pilot, "QBFT");
        keyLength = bound(keyLength, 0, 40);
        uriLength = bound(uriLength, 0, 600);
        string[3] memory schemes = ["https://", "wss://", "enode://"];
        bytes memory beginning = bytes(schemes[scheme % 3]);
        bytes memory uri = new bytes(uriLength);
        for (uint256 i = 0; i < beginning.length && i < uriLength; ++i) uri[i] = beginning[i];
        bool isUri = uriLength == 0 || (uriLength >= beginning.length && uriLength <= 512);
        if (keyLength == 0 || keyLength > 32) _expectTextLength(keyLength, 32);
        else if (!isUri) _expectUriInvalid(string(uri));
        _setResource(string(new bytes(keyLength)), string(uri));
    }

    function test_Resource_LengthsAtTheBounds() public {
        uint256 snapshot = vm.snapshotState();
        testFuzz_Resource_Lengths(32, 512, 0);
        vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        testFuzz_Resource_Lengths(33, 512, 0);
        _expectUriInvalid(string(bytes.concat("https://", new bytes(505))));
        _setResource("rpc", string(bytes.concat("https://", new bytes(505))));
    }

    // Initialisation

    function test_RevertGiven_Initialize_Twice() public {
        vm.assertEq(DIRECTORY.authority(), address(AUTHORITY), "authority");
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        DIRECTORY.initialize(_stranger);
        NetworkDirectory implementation = NetworkDirectory(create("NetworkDirectory.sol:NetworkDirectory", ""));
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        implementation.initialize(_stranger);
    }

    function _register(uint64 chainId, string memory name, NetworkStage stage, string memory consensus) private {
        vm.prank(body);
        DIRECTORY.registerNetwork(chainId, name, stage, consensus);
    }

    function _setStage(NetworkStage stage) private {
        vm.prank(body);
        DIRECTORY.setNetworkStage(CHAIN, stage);
    }

    function _anchor(bytes32 genesis) private {
        vm.prank(body);
        DIRECTORY.anchorGenesis(CHAIN, genesis);
    }

    function _setResource(string memory key, string memory uri) private {
        vm.prank(body);
        DIRECTORY.setNetworkResource(CHAIN, key, uri);
    }

    function _assertNetwork(INetworkDirectory.Network memory expected) private view {
        vm.assertEq(abi.encode(DIRECTORY.network(CHAIN)), abi.encode(expected), "network");
    }

    function _assertStage(NetworkStage stage) private view {
        vm.assertEq(uint256(DIRECTORY.network(CHAIN).stage), uint256(stage), "stage");
    }

    function _expectTextLength(uint256 length, uint256 maximum) private {
        vm.expectRevert(abi.encodeWithSelector(INetworkDirectory.NetworkDirectoryTextLength.selector, length, maximum));
    }

    function _expectWrongStage(NetworkStage present, NetworkStage wanted) private {
        vm.expectRevert(
            abi.encodeWithSelector(INetworkDirectory.NetworkDirectoryWrongStage.selector, CHAIN, present, wanted)
        );
    }

    function _expectGenesisInvalid(bytes32 present) private {
        vm.expectRevert(
            abi.encodeWithSelector(INetworkDirectory.NetworkDirectoryGenesisInvalid.selector, CHAIN, present)
        );
    }

    function _expectUriInvalid(string memory uri) private {
        vm.expectRevert(abi.encodeWithSelector(INetworkDirectory.NetworkDirectoryUriInvalid.selector, uri));
    }
}
