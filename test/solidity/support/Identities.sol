// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IDidRegistry} from "../../../contracts/identity/IDidRegistry.sol";
import {IssuerType} from "../../../contracts/identity/ITrustedIssuersRegistry.sol";
import {Genesis} from "./Genesis.sol";
import {Secp256k1} from "./Secp256k1.sol";
import {vm} from "./Vm.sol";

/// @title Legal entities with DIDs and keys, and what they do in the registries of the deployed system
abstract contract Identities is Genesis {
    bytes internal constant JWK = '{"kty":"EC","crv":"P-256","x":"x","y":"y"}';
    string internal constant BASE = '{"@context":["https://www.w3.org/ns/did/v1"]}';
    string internal constant INVOCATION = "capabilityInvocation";
    string internal constant AUTHENTICATION = "authentication";
    uint256 internal constant TERM = 365 days;

    /// @dev Private key of the first key of each entity.
    uint256 internal constant FIRST_KEY = 0x1d00;

    bytes private constant LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

    /// @dev A DID for each number, the same each time.
    function _did(uint256 which) internal pure returns (string memory) {
        bytes memory text = "did:ebsi:zTest1Test1Test1Test111";
        for (uint256 i = text.length - 3; i < text.length; ++i) {
            text[i] = LETTERS[which % LETTERS.length];
            which /= LETTERS.length;
        }
        return string(text);
    }

    function _hash(string memory did) internal pure returns (bytes32) {
        return keccak256(bytes(did));
    }

    function _publicKey(uint256 key) internal view returns (bytes memory) {
        return bytes.concat(hex"04", Secp256k1.publicKey(key));
    }

    function _account(uint256 which) internal pure returns (address) {
        return vm.addr(FIRST_KEY + which);
    }

    /// @dev Pauses at once what stands in the group. Time passes, because a body gives the right first.
    function _pause(bytes32 group) internal {
        _decide(address(BREAKER), abi.encodeCall(BREAKER.arm, (address(this), group, 30 days)));
        BREAKER.pause(group, 1 hours);
    }

    /// @dev Inserts the document of an entity, signed with its first key.
    function _insert(uint256 which) internal returns (string memory did) {
        did = _did(which);
        bytes memory publicKey = _publicKey(FIRST_KEY + which);
        uint256 since = vm.getBlockTimestamp();
        vm.prank(_account(which));
        DIDS.insertDidDocument(did, BASE, "first", publicKey, true, since, since + TERM);
    }

    function _addKey(uint256 which, string memory id, uint256 key) internal {
        bytes memory publicKey = _publicKey(key);
        vm.prank(_account(which));
        DIDS.addVerificationMethod(_did(which), id, publicKey, true);
    }

    function _addRelationship(
        uint256 which,
        string memory name,
        string memory id,
        uint256 notBefore,
        uint256 notAfter
    ) internal {
        vm.prank(_account(which));
        DIDS.addVerificationRelationship(_did(which), name, id, notBefore, notAfter);
    }

    function _document(string memory did, uint256 timestamp) internal view returns (Document memory document) {
        (document.base, document.controllers, document.methodIds, document.methods, document.relationships) = DIDS
            .getDidDocumentByTimestamp(did, timestamp);
    }

    struct Document {
        string base;
        string[] controllers;
        string[] methodIds;
        IDidRegistry.VMethod[] methods;
        IDidRegistry.VRelationship[] relationships;
    }

    // Accreditations. A type of credentials is a number, so that scopes are in ascending order as they are written.

    function _scope(uint256 first) internal pure returns (bytes32[] memory scope) {
        scope = new bytes32[](1);
        scope[0] = bytes32(first);
    }

    function _scope(uint256 first, uint256 second) internal pure returns (bytes32[] memory scope) {
        scope = new bytes32[](2);
        scope[0] = bytes32(first);
        scope[1] = bytes32(second);
    }

    function _admitRoot(uint256 which, bytes32[] memory scope) internal {
        _decide(address(ISSUERS), abi.encodeCall(ISSUERS.admitRootTao, (_did(which), scope)));
    }

    function _reserve(
        uint256 which,
        bytes32 attributeId,
        IssuerType issuerType,
        uint256 tao,
        bytes32 taoAttributeId
    ) internal {
        vm.prank(_account(tao));
        ISSUERS.setAttributeMetadata(_did(which), attributeId, issuerType, _did(tao), taoAttributeId);
    }

    function _commit(
        uint256 which,
        bytes32 attributeId,
        uint256 tao,
        bytes memory body,
        bytes32[] memory scope
    ) internal {
        _commitHash(which, attributeId, tao, sha256(body), scope);
    }

    /// @dev For what is expected to revert: the hash is computed by a call, which must not come between.
    function _commitHash(
        uint256 which,
        bytes32 attributeId,
        uint256 tao,
        bytes32 bodyHash,
        bytes32[] memory scope
    ) internal {
        vm.prank(_account(tao));
        ISSUERS.commitAccreditation(_did(which), attributeId, bodyHash, scope);
    }

    function _accept(uint256 which, bytes32 attributeId, bytes memory body) internal {
        vm.prank(_account(which));
        ISSUERS.setAttributeData(_did(which), attributeId, body);
    }

    function _revoke(uint256 which, bytes32 attributeId, uint256 by) internal {
        vm.prank(_account(by));
        ISSUERS.setAttributeMetadata(_did(which), attributeId, IssuerType.Revoked, _did(by), 0);
    }

    /// @dev All three steps; the body is the attribute's id.
    function _accredit(
        uint256 which,
        bytes32 attributeId,
        IssuerType issuerType,
        uint256 tao,
        bytes32 taoAttributeId,
        bytes32[] memory scope
    ) internal {
        _reserve(which, attributeId, issuerType, tao, taoAttributeId);
        _commit(which, attributeId, tao, abi.encode(attributeId), scope);
        _accept(which, attributeId, abi.encode(attributeId));
    }
}
