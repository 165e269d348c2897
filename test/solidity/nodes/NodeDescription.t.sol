// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {INodeRegistry, NodeKind, NodeStatus} from "../../../contracts/nodes/INodeRegistry.sol";
import {NodeId} from "../../../contracts/types/NodeId.sol";
import {OrganisationId} from "../../../contracts/types/OrganisationId.sol";
import {bound, vm} from "../support/Vm.sol";
import {RegistersSetUp} from "./RegistersSetUp.sol";

/// @notice What organisations say about their nodes and how many they have: moveNode, describeNode, nodeCount.
contract NodeDescriptionTest is RegistersSetUp {
    uint256 private constant NODES_MAXIMUM = 128;

    // moveNode, describeNode
    // ├── when the caller is no administrator, or the organisation or one above it is not active ... it reverts
    // └── given a node that is not registered, or retired ... it reverts; in every other status it works (NodeLifeCycle.t.sol)
    // moveNode
    // ├── when host or port are malformed ... it reverts
    // └── it has another host and port, and everything else stays

    function test_Move() public {
        NodeId id = _bringTo(KEY, NodeKind.Validator, NodeStatus.Active);
        INodeRegistry.Node memory expected = nodes.node(id);
        address[] memory before = validators.getValidators();
        vm.expectEmit(address(nodes));
        emit INodeRegistry.NodeMoved(id, administrator, "2001:db8::8", 1);
        _move(administrator, id, "2001:db8::8", 1);
        (expected.host, expected.port) = ("2001:db8::8", 1);
        vm.assertEq(abi.encode(nodes.node(id)), abi.encode(expected), "nothing else changed");
        vm.assertEq(validators.getValidators(), before, "NR1 the set stays");
    }

    function testFuzz_Move_Host(bytes memory host) public {
        NodeId id = _register(KEY, NodeKind.Observer);
        bool wellFormed = host.length > 0 && host.length <= 253;
        for (uint256 i = 0; i < host.length; ++i) wellFormed = wellFormed && _isHostCharacter(host[i]);
        if (!wellFormed) {
            vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryHostInvalid.selector, string(host)));
        }
        _move(administrator, id, string(host), 30303);
    }

    function test_RevertWhen_Move_HostOrPort() public {
        NodeId id = _register(KEY, NodeKind.Observer);
        string[4] memory wrong = ["", "node example", "node\n.example", string(new bytes(254))];
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryHostInvalid.selector, wrong[i]));
            _move(administrator, id, wrong[i], 30303);
        }
        vm.expectRevert(INodeRegistry.NodeRegistryPortInvalid.selector);
        _move(administrator, id, "node.example", 0);
    }

    function test_RevertWhen_CallerIsNotAdministrator() public {
        NodeId id = _register(KEY, NodeKind.Observer);
        address[2] memory callers = [otherAdministrator, body];
        for (uint256 i = 0; i < callers.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(
                INodeRegistry.NodeRegistryNotAdministrator.selector,
                operator,
                callers[i]
            );
            vm.expectRevert(refusal);
            _move(callers[i], id, "node.example", 1);
            vm.expectRevert(refusal);
            _describe(callers[i], id, _description("BE"));
        }
    }

    function test_RevertGiven_OrganisationNotActive() public {
        NodeId id = _register(KEY, NodeKind.Observer);
        _place(operator, otherOperator);
        _suspendOrganisation(otherOperator);
        bytes memory refusal = abi.encodeWithSelector(
            INodeRegistry.NodeRegistryOrganisationNotActive.selector,
            operator
        );
        vm.expectRevert(refusal);
        _move(administrator, id, "node.example", 1);
        vm.expectRevert(refusal);
        _describe(administrator, id, _description("BE"));
        vm.expectRevert(refusal);
        _admit(id);
        _withdraw(id);
        _assertStatus(id, NodeStatus.None, "leaving is always open");
    }

    // describeNode
    // ├── when the region is no code of a country or of its subdivision ... it reverts
    // ├── when the service class is longer than 32 bytes ... it reverts
    // └── it replaces all that was said before; a withdrawn node is described no more

    function test_Describe() public {
        NodeId id = _register(KEY, NodeKind.Observer);
        INodeRegistry.NodeDescription memory given = INodeRegistry.NodeDescription(
            "BE-BRU",
            keccak256("template"),
            keccak256("release"),
            "standard"
        );
        vm.expectEmit(address(nodes));
        emit INodeRegistry.NodeDescribed(
            id,
            administrator,
            given.region,
            given.template,
            given.release,
            given.serviceClass
        );
        _describe(administrator, id, given);
        vm.assertEq(abi.encode(nodes.description(id)), abi.encode(given), "description");

        given = INodeRegistry.NodeDescription("", 0, 0, "");
        _describe(administrator, id, given);
        vm.assertEq(abi.encode(nodes.description(id)), abi.encode(given), "nothing of before stays");

        _describe(administrator, id, _description("FR"));
        _withdraw(id);
        vm.assertEq(abi.encode(nodes.description(id)), abi.encode(given), "withdrawn");
    }

    /// @dev Any bytes, a third of them near to what is allowed.
    function testFuzz_Describe_Region(bytes7 text, uint256 length, bytes7 choices) public {
        NodeId id = _register(KEY, NodeKind.Observer);
        bytes memory alphabet = "AZBC09-@[/:az ";
        bytes memory region = new bytes(bound(length, 0, 7));
        for (uint256 i = 0; i < region.length; ++i) {
            uint8 choice = uint8(choices[i]);
            region[i] = choice < 16 ? text[i] : alphabet[choice % (i == 2 ? 7 : 4)];
            if (i == 2 && choice > 64) region[i] = "-";
            if (choice > 240) region[i] = alphabet[uint8(text[i]) % alphabet.length];
        }
        if (!_isRegion(region)) _expectRegionInvalid(string(region));
        _describe(administrator, id, _description(string(region)));
    }

    function test_Describe_Region() public {
        NodeId id = _register(KEY, NodeKind.Observer);
        string[8] memory right = ["", "BE", "AZ", "ZA", "BE-B", "BE-BR", "BE-BRU", "FR-75C"];
        for (uint256 i = 0; i < right.length; ++i) {
            _describe(administrator, id, _description(right[i]));
            vm.assertEq(nodes.description(id).region, right[i], "region");
        }
        string[14] memory wrong = [
            "B",
            "BEL",
            "BE-",
            "be",
            "B1",
            "1B",
            "BE-bru",
            "BEBRU",
            "BE-BRUX",
            "BE_BRU",
            "-BE",
            "BE--",
            "@E",
            "BE-1["
        ];
        for (uint256 i = 0; i < wrong.length; ++i) {
            _expectRegionInvalid(wrong[i]);
            _describe(administrator, id, _description(wrong[i]));
        }
    }

    function testFuzz_Describe_ServiceClassLength(uint256 length) public {
        NodeId id = _register(KEY, NodeKind.Observer);
        length = bound(length, 0, 100);
        INodeRegistry.NodeDescription memory given = _description("BE");
        given.serviceClass = string(new bytes(length));
        if (length > 32) {
            vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryServiceClassLength.selector, length, 32));
        }
        _describe(administrator, id, given);
        vm.assertEq(bytes(nodes.description(id).serviceClass).length, length > 32 ? 0 : length, "service class");
    }

    function test_Describe_ServiceClassAtTheBounds() public {
        NodeId id = _register(KEY, NodeKind.Observer);
        INodeRegistry.NodeDescription memory given = _description("BE");
        given.serviceClass = string(new bytes(32));
        _describe(administrator, id, given);
        given.serviceClass = string(new bytes(33));
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryServiceClassLength.selector, 33, 32));
        _describe(administrator, id, given);
    }

    // nodeCount
    // ├── a registration counts in; withdrawal, retirement and replacement count out; nothing else does
    // └── given 128 nodes ... the organisation registers no further one, another organisation does

    function test_Count() public {
        NodeId observer = _register(KEY, NodeKind.Observer);
        NodeId validator = _bringTo(KEY + 1, NodeKind.Validator, NodeStatus.Active);
        NodeId successor = _register(KEY + 2, NodeKind.Validator);
        _assertCount(operator, 3, "three registered");
        vm.assertEq(nodes.nodeCount(otherOperator), 0, "none of the other organisation");

        _withdraw(observer);
        _assertCount(operator, 2, "withdrawn");
        _register(KEY, NodeKind.Observer);
        _assertCount(operator, 3, "registered again");
        _replace(validator, successor);
        _assertCount(operator, 2, "replaced");
        _advance(CHURN_PERIOD);
        _standby(successor);
        _advance(CHURN_PERIOD);
        _suspend(successor);
        _reinstate(successor);
        _advance(CHURN_PERIOD);
        _quarantine(successor);
        _assertCount(operator, 2, "neither rest nor suspension count");
        _retire(successor);
        _assertCount(operator, 1, "retired out of quarantine");
        _retire(observer);
        _assertCount(operator, 0, "retired while pending");
    }

    function test_RevertGiven_Register_TooManyNodes() public {
        for (uint256 i = 0; i < NODES_MAXIMUM; ++i) _register(KEY + i, NodeKind.Observer);
        _assertCount(operator, NODES_MAXIMUM, "as many as can be");
        Registration memory r = _registration(KEY + NODES_MAXIMUM, NodeKind.Observer);
        bytes memory proof = _sign(KEY + NODES_MAXIMUM, _digest(r));
        bytes memory refusal = abi.encodeWithSelector(
            INodeRegistry.NodeRegistryTooManyNodes.selector,
            operator,
            NODES_MAXIMUM
        );
        vm.expectRevert(refusal);
        _send(administrator, r, proof);

        r.organisation = otherOperator;
        _send(otherAdministrator, r, _sign(KEY + NODES_MAXIMUM, _digest(r)));
        vm.assertEq(nodes.nodeCount(otherOperator), 1, "another organisation registers");

        r = _registration(KEY + NODES_MAXIMUM + 1, NodeKind.Observer);
        proof = _sign(KEY + NODES_MAXIMUM + 1, _digest(r));
        _retire(_idOf(KEY));
        _send(administrator, r, proof);
        _assertCount(operator, NODES_MAXIMUM, "one for another");
    }

    /// @dev ISO 3166 as the interface tells it, written down in another way than the register's.
    function _isRegion(bytes memory region) private pure returns (bool) {
        if (region.length == 0) return true;
        if (region.length < 2 || !_isCapital(region[0]) || !_isCapital(region[1])) return false;
        if (region.length == 2) return true;
        if (region[2] != 0x2d || region.length == 3 || region.length > 6) return false;
        for (uint256 i = 3; i < region.length; ++i) {
            if (!_isCapital(region[i]) && !_isDigit(region[i])) return false;
        }
        return true;
    }

    function _isHostCharacter(bytes1 c) private pure returns (bool) {
        return _isCapital(c) || _isDigit(c) || (c >= 0x61 && c <= 0x7a) || c == 0x2e || c == 0x2d || c == 0x3a;
    }

    function _isCapital(bytes1 c) private pure returns (bool) {
        return c >= 0x41 && c <= 0x5a;
    }

    function _isDigit(bytes1 c) private pure returns (bool) {
        return c >= 0x30 && c <= 0x39;
    }

    function _description(string memory region) private pure returns (INodeRegistry.NodeDescription memory) {
        return INodeRegistry.NodeDescription(region, keccak256("template"), 0, "standard");
    }

    function _move(address sender, NodeId id, string memory host, uint16 port) private {
        vm.prank(sender);
        nodes.moveNode(id, host, port);
    }

    function _describe(address sender, NodeId id, INodeRegistry.NodeDescription memory given) private {
        vm.prank(sender);
        nodes.describeNode(id, given);
    }

    function _assertCount(OrganisationId organisation, uint256 count, string memory message) private view {
        vm.assertEq(nodes.nodeCount(organisation), count, message);
    }

    function _expectRegionInvalid(string memory region) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryRegionInvalid.selector, region));
    }
}
