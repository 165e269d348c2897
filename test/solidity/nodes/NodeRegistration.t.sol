// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {INodeRegistry, NodeKind, NodeStatus} from "../../../contracts/nodes/INodeRegistry.sol";
import {NodeRegistry} from "../../../contracts/nodes/NodeRegistry.sol";
import {NodeId} from "../../../contracts/types/NodeId.sol";
import {OrganisationId, organisationIdOf} from "../../../contracts/types/OrganisationId.sol";
import {Secp256k1} from "../support/Secp256k1.sol";
import {bound, vm} from "../support/Vm.sol";
import {RegistersSetUp} from "./RegistersSetUp.sol";

/// @notice What an organisation does itself: registerNode and withdrawNode.
contract NodeRegistrationTest is RegistersSetUp {
    /// @dev Everything that a proof of possession binds.
    struct Statement {
        uint256 chainId;
        address registry;
        OrganisationId organisation;
        uint64 network;
        uint8 kind;
        NodeId node;
        uint256 nonce;
        uint48 deadline;
    }

    // registerNode
    // ├── given the organisation is unknown or not active ... it reverts
    // ├── when the caller is no administrator of it ... it reverts
    // ├── when network, host, port or public key are malformed ... it reverts
    // ├── given the key is registered, in whatever status, by whomever ... it reverts
    // ├── given the key validates this chain and is to be something else ... it reverts
    // ├── when the deadline is past ... it reverts
    // ├── when the proof is not the node key's over exactly these values ... it reverts
    // └── it is pending, the nonce has grown, and the event has all of it

    function test_Register() public {
        Registration memory r = _registration(KEY, NodeKind.Bridge);
        r.network = 7;
        r.host = "2001:db8::7";
        r.port = 65535;
        NodeId id = _idOf(KEY);
        bytes memory proof = _sign(KEY, _digest(r));

        vm.expectEmit(address(nodes));
        emit INodeRegistry.NodeRegistered(
            id,
            operator,
            administrator,
            7,
            NodeKind.Bridge,
            r.publicKey,
            "2001:db8::7",
            65535
        );
        vm.assertEq(NodeId.unwrap(_send(administrator, r, proof)), NodeId.unwrap(id), "id");

        INodeRegistry.Node memory registered = nodes.node(id);
        vm.assertEq(OrganisationId.unwrap(registered.organisation), OrganisationId.unwrap(operator), "organisation");
        vm.assertEq(registered.network, 7, "network");
        vm.assertEq(uint256(registered.kind), uint256(NodeKind.Bridge), "kind");
        vm.assertEq(uint256(registered.status), uint256(NodeStatus.Pending), "NR5 pending");
        vm.assertEq(registered.port, 65535, "port");
        vm.assertEq(registered.activeSince, 0, "not active");
        vm.assertEq(registered.activeSecondsBefore, 0, "never active");
        vm.assertEq(registered.host, "2001:db8::7", "host");
        vm.assertEq(registered.publicKey, r.publicKey, "public key");
        vm.assertFalse(nodes.isActive(id), "not active");
        vm.assertEq(nodes.nonce(id), 1, "NR3 the nonce has grown");
        vm.assertEq(id.nodeAddress(), vm.addr(KEY), "the address that seals blocks");
    }

    function testFuzz_Register_EveryKeyAndEveryValue(uint256 key, uint64 network, uint8 kind, uint16 port) public {
        key = bound(key, 1, Secp256k1.ORDER - 1);
        Registration memory r = _registration(key, NodeKind(kind % 4));
        r.network = network == 0 ? 1 : network;
        r.port = port == 0 ? 1 : port;
        vm.assume(!validators.isValidator(vm.addr(key)));
        NodeId id = _register(key, r);
        vm.assertEq(nodes.node(id).network, r.network, "network");
        vm.assertEq(nodes.node(id).port, r.port, "port");
        vm.assertEq(uint256(nodes.node(id).kind), kind % 4, "kind");
    }

    function test_RevertGiven_Register_OrganisationUnknown() public {
        Registration memory r = _registration(KEY);
        r.organisation = organisationIdOf("EUID.UNKNOWN");
        _expectOrganisationNotActive(r.organisation);
        _send(administrator, r, new bytes(65));
    }

    function test_RevertGiven_Register_OrganisationSuspended() public {
        Registration memory r = _registration(KEY);
        bytes memory proof = _sign(KEY, _digest(r));
        _suspendOrganisation(operator);
        _expectOrganisationNotActive(operator);
        _send(administrator, r, proof);
    }

    function test_RevertWhen_Register_CallerIsNotAdministrator() public {
        Registration memory r = _registration(KEY);
        bytes memory proof = _sign(KEY, _digest(r));
        _expectNotAdministrator(operator, otherAdministrator);
        _send(otherAdministrator, r, proof);
        _expectNotAdministrator(operator, body);
        _send(body, r, proof);
    }

    function test_RevertWhen_Register_NetworkIsZero() public {
        Registration memory r = _registration(KEY);
        r.network = 0;
        bytes memory proof = _sign(KEY, _digest(r));
        vm.expectRevert(INodeRegistry.NodeRegistryNetworkInvalid.selector);
        _send(administrator, r, proof);
    }

    function test_RevertWhen_Register_PortIsZero() public {
        Registration memory r = _registration(KEY);
        r.port = 0;
        bytes memory proof = _sign(KEY, _digest(r));
        vm.expectRevert(INodeRegistry.NodeRegistryPortInvalid.selector);
        _send(administrator, r, proof);
    }

    function testFuzz_RevertWhen_Register_PublicKeyLength(uint256 length) public {
        length = bound(length, 0, 200);
        vm.assume(length != 64);
        Registration memory r = _registration(KEY);
        r.publicKey = new bytes(length);
        bytes memory refusal = abi.encodeWithSelector(INodeRegistry.NodeRegistryPublicKeyLength.selector, length);
        vm.expectRevert(refusal);
        _send(administrator, r, new bytes(65));
        vm.expectRevert(refusal);
        nodes.registrationDigest(r.organisation, r.network, r.kind, r.publicKey, r.deadline);
    }

    /// @dev The prefixed form of a key is the likeliest mistake.
    function test_RevertWhen_Register_PublicKeyHasItsPrefix() public {
        Registration memory r = _registration(KEY);
        r.publicKey = bytes.concat(hex"04", r.publicKey);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryPublicKeyLength.selector, 65));
        _send(administrator, r, new bytes(65));
    }

    // Hosts

    function testFuzz_Register_HostOfAllowedCharacters(bytes memory text) public {
        vm.assume(text.length > 0);
        bytes memory alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:";
        bytes memory host = new bytes(text.length > 253 ? 253 : text.length);
        for (uint256 i = 0; i < host.length; ++i) {
            host[i] = alphabet[uint8(text[i]) % alphabet.length];
        }
        Registration memory r = _registration(KEY);
        r.host = string(host);
        vm.assertEq(nodes.node(_register(KEY, r)).host, string(host), "host");
    }

    function test_Register_HostEveryCharacter() public {
        bytes memory alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:";
        bool[256] memory allowed;
        for (uint256 i = 0; i < alphabet.length; ++i) allowed[uint8(alphabet[i])] = true;

        Registration memory r = _registration(KEY);
        bytes memory proof = _sign(KEY, _digest(r));
        for (uint256 c = 0; c < 256; ++c) {
            bytes memory host = bytes("nodeX.example.eu");
            host[4] = bytes1(uint8(c));
            r.host = string(host);
            uint256 snapshot = vm.snapshotState();
            if (!allowed[c]) _expectHostInvalid(r.host);
            _send(administrator, r, proof);
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
    }

    function testFuzz_RevertWhen_Register_HostHasOneBadCharacter(uint256 length, uint256 position, bytes1 bad) public {
        vm.assume(!_isHostCharacter(bad));
        bytes memory host = bytes(_hostOf(bound(length, 1, 253)));
        host[bound(position, 0, host.length - 1)] = bad;
        _expectHostRefused(string(host));
    }

    function test_Register_HostLengthAtTheBounds() public {
        _expectHostRefused("");
        _expectHostRefused(_hostOf(254));
        Registration memory r = _registration(KEY);
        r.host = _hostOf(253);
        vm.assertEq(nodes.node(_register(KEY, r)).host, r.host, "253 characters");
        r = _registration(KEY + 1);
        r.host = _hostOf(1);
        vm.assertEq(nodes.node(_register(KEY + 1, r)).host, r.host, "1 character");
    }

    function test_RevertWhen_Register_HostWouldBreakAConfigurationFile() public {
        _expectHostRefused("node.example.eu\nadmin=true");
        _expectHostRefused('node.example.eu"');
        _expectHostRefused("node.example.eu ");
        _expectHostRefused("enode://ab@node.example.eu");
        _expectHostRefused("[2001:db8::7]");
        _expectHostRefused("$(id)");
        _expectHostRefused(unicode"nœud.example.eu");
    }

    // A key stands for one node for ever

    function test_RevertGiven_Register_KeyIsRegistered() public {
        for (uint256 s = uint256(NodeStatus.Pending); s <= uint256(NodeStatus.Retired); ++s) {
            uint256 key = KEY + s;
            NodeId id = _bringTo(key, NodeKind.Observer, NodeStatus(s));
            bytes memory refusal = abi.encodeWithSelector(INodeRegistry.NodeRegistryAlreadyRegistered.selector, id);

            Registration memory r = _registration(key);
            bytes memory proof = _sign(key, _digest(r));
            vm.expectRevert(refusal);
            _send(administrator, r, proof);

            // Another organisation, kind, network and host with a proof that is right in itself.
            r = _registration(key, NodeKind.Boot);
            r.organisation = otherOperator;
            r.network = 99;
            r.host = "other.example.eu";
            proof = _sign(key, _digest(r));
            vm.expectRevert(refusal);
            _send(otherAdministrator, r, proof);

            _assertStatus(id, NodeStatus(s), "NR3 the first registration stays as it was");
            vm.assertEq(nodes.nonce(id), 1, "NR3 a refused registration uses no nonce");
        }
    }

    function test_RevertGiven_Register_KeyValidatesThisChain() public {
        Registration memory r = _registration(FOUNDER);
        bytes memory refusal = abi.encodeWithSelector(INodeRegistry.NodeRegistryValidatorKey.selector, _idOf(FOUNDER));
        bytes memory proof = _sign(FOUNDER, _digest(r));
        vm.expectRevert(refusal);
        _send(administrator, r, proof);

        r.kind = NodeKind.Validator;
        r.network = _here() + 1;
        proof = _sign(FOUNDER, _digest(r));
        vm.expectRevert(refusal);
        _send(administrator, r, proof);

        _assertStatus(_register(FOUNDER, NodeKind.Validator), NodeStatus.Pending, "as what it is, it may register");
    }

    // Proof of possession

    function test_Digest_IsTheTypedDataOfTheDocumentation() public {
        Registration memory r = _registration(KEY, NodeKind.Boot);
        r.network = 5;
        r.deadline = 1_900_000_000;
        vm.assertEq(_digest(r), _digestOf(_statement(r)), "first nonce");

        _withdraw(_register(KEY, NodeKind.Observer));
        Statement memory statement = _statement(r);
        vm.assertEq(statement.nonce, 1, "NR3 the nonce of the key has grown");
        vm.assertEq(_digest(r), _digestOf(statement), "second nonce");

        vm.chainId(4242);
        statement.chainId = 4242;
        vm.assertEq(_digest(r), _digestOf(statement), "another chain");
    }

    function test_Domain() public view {
        (, string memory name, string memory version, uint256 chainId, address registry, , ) = nodes.eip712Domain();
        vm.assertEq(name, "Foedus NodeRegistry", "name");
        vm.assertEq(version, "1", "version");
        vm.assertEq(chainId, block.chainid, "chain");
        vm.assertEq(registry, address(nodes), "registry");
    }

    function testFuzz_RevertWhen_Register_WrongSigner(uint256 key, uint256 signer) public {
        key = bound(key, 1, Secp256k1.ORDER - 1);
        signer = bound(signer, 1, Secp256k1.ORDER - 1);
        vm.assume(key != signer && !validators.isValidator(vm.addr(key)));
        Registration memory r = _registration(key);
        bytes memory proof = _sign(signer, _digest(r));
        vm.expectRevert(
            abi.encodeWithSelector(INodeRegistry.NodeRegistryProofInvalid.selector, _idOf(key), vm.addr(signer))
        );
        _send(administrator, r, proof);
        vm.assertEq(nodes.nonce(_idOf(key)), 0, "NR3 a refused proof uses no nonce");
    }

    function test_RevertWhen_Register_ProofIsForOtherValues() public {
        Registration memory r = _registration(KEY);
        Statement memory statement = _statement(r);
        _expectProofRefused(r, statement, false);

        statement.organisation = otherOperator;
        _expectProofRefused(r, statement, true);
        statement = _statement(r);
        statement.network = r.network + 1;
        _expectProofRefused(r, statement, true);
        statement = _statement(r);
        statement.kind = uint8(NodeKind.Validator);
        _expectProofRefused(r, statement, true);
        statement = _statement(r);
        statement.node = _idOf(KEY + 1);
        _expectProofRefused(r, statement, true);
        statement = _statement(r);
        statement.nonce = 1;
        _expectProofRefused(r, statement, true);
        statement = _statement(r);
        statement.deadline = r.deadline - 1;
        _expectProofRefused(r, statement, true);
        statement = _statement(r);
        statement.chainId = block.chainid + 1;
        _expectProofRefused(r, statement, true);
        statement = _statement(r);
        statement.registry = address(organisations);
        _expectProofRefused(r, statement, true);
    }

    function testFuzz_RevertWhen_Register_ProofIsForOtherValues(Statement memory other) public {
        Registration memory r = _registration(KEY);
        Statement memory statement = _statement(r);
        vm.assume(keccak256(abi.encode(other)) != keccak256(abi.encode(statement)));
        _expectProofRefused(r, other, true);
    }

    /// @dev A second register of the same code on the same chain is another one all the same.
    function test_RevertWhen_Register_ProofIsForAnotherRegistry() public {
        NodeRegistry first = nodes;
        nodes = NodeRegistry(
            _proxy(
                _nodeRegistry(),
                abi.encodeCall(NodeRegistry.initialize, (address(authority), organisations, validators))
            )
        );
        Registration memory r = _registration(KEY);
        bytes memory proof = _sign(KEY, _digest(r));
        nodes = first;
        vm.expectPartialRevert(INodeRegistry.NodeRegistryProofInvalid.selector);
        _send(administrator, r, proof);
    }

    /// @dev The chain split: what was signed for the one side does not count on the other.
    function test_RevertWhen_Register_ProofIsForAnotherChain() public {
        Registration memory r = _registration(KEY);
        bytes memory proof = _sign(KEY, _digest(r));
        vm.chainId(r.network + 1);
        vm.expectPartialRevert(INodeRegistry.NodeRegistryProofInvalid.selector);
        _send(administrator, r, proof);
    }

    function test_RevertWhen_Register_ProofIsMalformed() public {
        Registration memory r = _registration(KEY);
        (uint8 v, bytes32 x, bytes32 s) = vm.sign(KEY, _digest(r));
        bytes memory refusal = abi.encodeWithSelector(
            INodeRegistry.NodeRegistryProofInvalid.selector,
            _idOf(KEY),
            address(0)
        );

        // The other signature of the same key over the same values, which anybody can compute.
        bytes32 highS = bytes32(Secp256k1.ORDER - uint256(s));
        bytes[7] memory malformed = [
            bytes(""),
            abi.encodePacked(x, s),
            abi.encodePacked(x, s, v, bytes1(0)),
            abi.encodePacked(x, s, v - 27),
            abi.encodePacked(x, highS, v == 27 ? uint8(28) : uint8(27)),
            abi.encodePacked(bytes32(0), s, v),
            new bytes(65)
        ];
        for (uint256 i = 0; i < malformed.length; ++i) {
            vm.expectRevert(refusal);
            _send(administrator, r, malformed[i]);
        }
        _assertStatus(_send(administrator, r, abi.encodePacked(x, s, v)), NodeStatus.Pending, "the well-formed one");
    }

    function test_Register_InTheLastSecondOfTheProof() public {
        Registration memory r = _registration(KEY);
        r.deadline = uint48(START);
        bytes memory proof = _sign(KEY, _digest(r));
        _advance(1);
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryProofExpired.selector, r.deadline));
        _send(administrator, r, proof);

        vm.warp(START);
        _assertStatus(_send(administrator, r, proof), NodeStatus.Pending, "the deadline itself is in time");
    }

    // withdrawNode
    // ├── given another status than pending ... it reverts (NodeLifeCycle.t.sol)
    // ├── when the caller is no administrator of the node's organisation ... it reverts
    // └── the record is empty, the nonce stays, and only a new proof registers the key again

    function test_Withdraw() public {
        NodeId id = _register(KEY, NodeKind.Boot);
        vm.expectEmit(address(nodes));
        emit INodeRegistry.NodeStatusChanged(id, administrator, NodeStatus.None, 0);
        _withdraw(id);

        INodeRegistry.Node memory empty;
        vm.assertEq(keccak256(abi.encode(nodes.node(id))), keccak256(abi.encode(empty)), "NR3 nothing is left");
        vm.assertEq(nodes.nonce(id), 1, "NR3 but the nonce");
    }

    function test_Withdraw_ThenRegisterAgain() public {
        Registration memory r = _registration(KEY);
        bytes memory proof = _sign(KEY, _digest(r));
        NodeId id = _send(administrator, r, proof);
        _withdraw(id);

        vm.expectPartialRevert(INodeRegistry.NodeRegistryProofInvalid.selector);
        _send(administrator, r, proof);

        // The key may go to another organisation, with a new proof.
        r.organisation = otherOperator;
        _send(otherAdministrator, r, _sign(KEY, _digest(r)));
        vm.assertEq(
            OrganisationId.unwrap(nodes.node(id).organisation),
            OrganisationId.unwrap(otherOperator),
            "second registration"
        );
        vm.assertEq(nodes.nonce(id), 2, "NR3 one nonce a registration");
    }

    function test_Withdraw_BySuspendedOrganisation() public {
        NodeId id = _register(KEY, NodeKind.Boot);
        _suspendOrganisation(operator);
        _withdraw(id);
        _assertStatus(id, NodeStatus.None, "leaving is always open");
    }

    function test_RevertWhen_Withdraw_CallerIsNotAdministrator() public {
        NodeId id = _register(KEY, NodeKind.Boot);
        _expectNotAdministrator(operator, otherAdministrator);
        vm.prank(otherAdministrator);
        nodes.withdrawNode(id);
        _expectNotAdministrator(operator, body);
        vm.prank(body);
        nodes.withdrawNode(id);
    }

    // Views of the unknown

    function test_UnknownNode() public view {
        NodeId id = _idOf(KEY);
        INodeRegistry.Node memory empty;
        vm.assertEq(keccak256(abi.encode(nodes.node(id))), keccak256(abi.encode(empty)), "empty");
        vm.assertFalse(nodes.isActive(id), "not active");
        vm.assertEq(nodes.activeSeconds(id), 0, "never active");
        vm.assertEq(nodes.nonce(id), 0, "first nonce");
    }

    function _statement(Registration memory r) private view returns (Statement memory) {
        NodeId id = NodeId.wrap(keccak256(r.publicKey));
        return
            Statement({
                chainId: block.chainid,
                registry: address(nodes),
                organisation: r.organisation,
                network: r.network,
                kind: uint8(r.kind),
                node: id,
                nonce: nodes.nonce(id),
                deadline: r.deadline
            });
    }

    /// @dev EIP-712 written out once more, from the documentation and not from the contract.
    function _digestOf(Statement memory s) private pure returns (bytes32) {
        bytes32 domain = keccak256(
            abi.encode(
                keccak256("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"),
                keccak256("Foedus NodeRegistry"),
                keccak256("1"),
                s.chainId,
                s.registry
            )
        );
        bytes32 message = keccak256(
            abi.encode(
                keccak256(
                    "NodeRegistration(bytes32 organisation,uint64 network,uint8 kind,bytes32 node,uint256 nonce,uint48 deadline)"
                ),
                s.organisation,
                s.network,
                s.kind,
                s.node,
                s.nonce,
                s.deadline
            )
        );
        return keccak256(abi.encodePacked(hex"1901", domain, message));
    }

    /// @dev Sends `r` with the node key's signature over `signed`, and takes it back when it was accepted.
    function _expectProofRefused(Registration memory r, Statement memory signed, bool refused) private {
        (uint8 v, bytes32 x, bytes32 s) = vm.sign(KEY, _digestOf(signed));
        uint256 snapshot = vm.snapshotState();
        if (refused) {
            // What the contract recovers from a signature over something else is some other address.
            address recovered = ecrecover(_digest(r), v, x, s);
            vm.expectRevert(
                abi.encodeWithSelector(INodeRegistry.NodeRegistryProofInvalid.selector, _idOf(KEY), recovered)
            );
        }
        _send(administrator, r, abi.encodePacked(x, s, v));
        vm.assertTrue(vm.revertToState(snapshot), "snapshot");
    }

    function _hostOf(uint256 length) private pure returns (string memory) {
        bytes memory host = new bytes(length);
        for (uint256 i = 0; i < length; ++i) host[i] = "a";
        return string(host);
    }

    function _expectHostRefused(string memory host) private {
        Registration memory r = _registration(KEY);
        r.host = host;
        bytes memory proof = _sign(KEY, _digest(r));
        _expectHostInvalid(host);
        _send(administrator, r, proof);
    }

    function _expectHostInvalid(string memory host) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryHostInvalid.selector, host));
    }

    function _isHostCharacter(bytes1 c) private pure returns (bool) {
        bytes memory alphabet = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:";
        for (uint256 i = 0; i < alphabet.length; ++i) {
            if (alphabet[i] == c) return true;
        }
        return false;
    }

    function _expectOrganisationNotActive(OrganisationId id) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryOrganisationNotActive.selector, id));
    }

    function _expectNotAdministrator(OrganisationId id, address account) private {
        vm.expectRevert(abi.encodeWithSelector(INodeRegistry.NodeRegistryNotAdministrator.selector, id, account));
    }
}
