// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {Roles} from "../../../contracts/access/Roles.sol";
import {ICircuitBreaker} from "../../../contracts/access/ICircuitBreaker.sol";
import {IDidRegistry} from "../../../contracts/identity/IDidRegistry.sol";
import {IPaged} from "../../../contracts/identity/IPaged.sol";
import {Identities} from "../support/Identities.sol";
import {DidRegistryInitialiser} from "../support/Initialisers.sol";
import {bound, vm} from "../support/Vm.sol";

contract DidRegistryTest is Identities {
    address private immutable _stranger = address(0x5742);
    address private immutable _registrar = address(0x4e61);
    uint256 private constant SECOND_KEY = 0x2e40;
    string private _one;
    uint256 private _start;
    /// @dev Computed before what is expected to revert, because that calls, too.
    bytes private _secondKey;
    bytes private _spareKey;

    function setUp() public {
        _loadGenesis();
        _one = _insert(1);
        _start = vm.getBlockTimestamp();
        _secondKey = _publicKey(SECOND_KEY);
        _spareKey = _publicKey(SECOND_KEY + 7);
    }

    // insertDidDocument
    // ├── when the DID, the document, the id or the key is malformed, or the key is not on its curve ... it reverts
    // ├── when the first key is no secp256k1 key ... it reverts
    // ├── when the period is reversed, over, or too late for 48 bits ... it reverts
    // ├── given the DID has a document, also a deactivated one ... it reverts
    // ├── when the caller does not hold the key
    // │   ├── and has not the policy ... it reverts
    // │   └── and has the policy ... it inserts
    // └── it is its own controller, and the key invokes capabilities and authenticates

    function test_Insert() public {
        bytes memory publicKey = _publicKey(FIRST_KEY + 2);
        string memory did = _did(2);
        vm.expectEmit(address(DIDS));
        emit IDidRegistry.DidDocumentInserted(
            did,
            BASE,
            "first",
            publicKey,
            true,
            _start,
            _start + TERM,
            _hash(did),
            _account(2)
        );
        _insert(2);
        Document memory document = _document(did, _start);
        vm.assertEq(document.base, BASE, "base document");
        vm.assertEq(document.controllers.length, 1, "controllers");
        vm.assertEq(document.controllers[0], did, "controller");
        vm.assertEq(document.methodIds.length, 1, "keys");
        vm.assertEq(document.methodIds[0], "first", "key");
        vm.assertEq(document.methods[0].publicKey, publicKey, "public key");
        vm.assertTrue(document.methods[0].isSecp256k1, "kind");
        vm.assertFalse(document.methods[0].revoked, "revoked");
        vm.assertEq(document.relationships.length, 2, "relationships");
        _assertRelationship(document.relationships[0], INVOCATION, "first", _start, _start + TERM);
        _assertRelationship(document.relationships[1], AUTHENTICATION, "first", _start, _start + TERM);
        // The list of all with this id of a key in this relationship has the one of the set-up before.
        vm.assertEq(document.relationships[0].indexDid, 1, "place");
        vm.assertTrue(DIDS.checkController(did, _account(2)), "acts");
        vm.assertTrue(DIDS.checkController(bytes(did), _account(2)), "acts, by bytes");
        vm.assertTrue(DIDS.isControlledBy(_hash(did), _account(2)), "acts, by hash");
        vm.assertFalse(DIDS.checkController(did, _account(1)), "another");
        vm.assertTrue(DIDS.isActive(_hash(did)), "active");
        vm.assertEq(DIDS.didOf(_hash(did)), did, "text");
        (uint48 insertedAt, uint48 deactivatedAt) = DIDS.didLife(did);
        vm.assertEq(insertedAt, _start, "inserted");
        vm.assertEq(deactivatedAt, 0, "not deactivated");
    }

    function test_RevertWhen_Insert_DidInvalid() public {
        string[9] memory wrong = [
            "",
            "did:ebsi:z",
            "did:ebsi:zTest1Test1Test1",
            "did:ebsi:zTest1Test1Test10",
            "did:ebsi:zTest1Test1Test1l",
            "did:ebsi:zTest1Test1Test1I",
            "did:ebsi:zTest1Test1Test1O",
            "did:ebsj:zTest1Test1Test1Test111",
            "did:ebsi:zTest1Test1Test1Test111Test1Test1Test1Test111Test1Test11"
        ];
        // The third is the shortest that is right, so that it is cut here.
        wrong[2] = "did:ebsi:zTest1Test1Test";
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryDidInvalid.selector, wrong[i]));
            _tryInsert(wrong[i], BASE, "key", _secondKey, true, _start, _start + TERM);
        }
        string[2] memory right = [
            "did:ebsi:zTest1Test1Test1",
            "did:ebsi:zTest1Test1Test1Test111Test1Test1Test1Test111Test1Test1"
        ];
        for (uint256 i = 0; i < right.length; ++i) {
            _tryInsert(right[i], BASE, "key", _secondKey, true, _start, _start + TERM);
        }
    }

    function test_RevertWhen_Insert_Malformed() public {
        bytes memory publicKey = _secondKey;
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryDocumentLength.selector, 0, 4096));
        _tryInsert(_did(2), "", "key", publicKey, true, _start, _start + TERM);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryDocumentLength.selector, 4097, 4096));
        _tryInsert(_did(2), string(new bytes(4097)), "key", publicKey, true, _start, _start + TERM);
        string[4] memory ids = [
            "",
            "did#key",
            'key"',
            "12345678901234567890123456789012345678901234567890123456789012345"
        ];
        for (uint256 i = 0; i < ids.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryMethodIdInvalid.selector, ids[i]));
            _tryInsert(_did(2), BASE, ids[i], publicKey, true, _start, _start + TERM);
        }
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryFirstKeyInvalid.selector, _did(2)));
        _tryInsert(_did(2), BASE, "key", JWK, false, _start, _start + TERM);
        _tryInsert(_did(2), string(new bytes(4096)), "aZ09-_", publicKey, true, _start, _start + TERM);
    }

    function test_RevertWhen_Insert_KeyInvalid() public {
        bytes memory right = _secondKey;
        bytes[6] memory wrong;
        wrong[0] = "";
        wrong[1] = bytes.concat(right, hex"00");
        wrong[2] = bytes.concat(right);
        wrong[2][0] = 0x02;
        // A point that lies beside the curve.
        wrong[3] = bytes.concat(right);
        wrong[3][64] = bytes1(uint8(right[64]) ^ 1);
        // Coordinates that are no elements of the field, although they would fulfil the equation modulo its order.
        wrong[4] = bytes.concat(hex"04", bytes32(type(uint256).max), bytes32(type(uint256).max));
        wrong[5] = bytes.concat(hex"04", bytes32(0), bytes32(0));
        for (uint256 i = 0; i < wrong.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(
                IDidRegistry.DidRegistryPublicKeyInvalid.selector,
                wrong[i].length,
                true
            );
            vm.expectRevert(refusal);
            _tryInsert(_did(2), BASE, "key", wrong[i], true, _start, _start + TERM);
            vm.expectRevert(refusal);
            vm.prank(_account(1));
            DIDS.addVerificationMethod(_one, "key", wrong[i], true);
        }
    }

    /// @dev x + p fits into 256 bits for small x, and is the same element of the field.
    function test_RevertWhen_KeyNotReduced() public {
        uint256 p = 0xfffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f;
        // 1 is the x of a point; its y is a square root of 8.
        uint256 y = 0x4218f20ae6c646b363db68605822fb14264ca8d2587fdd6fbc750d587e76a7ee;
        vm.prank(_account(1));
        DIDS.addVerificationMethod(_one, "reduced", bytes.concat(hex"04", bytes32(uint256(1)), bytes32(y)), true);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryPublicKeyInvalid.selector, 65, true));
        vm.prank(_account(1));
        DIDS.addVerificationMethod(_one, "unreduced", bytes.concat(hex"04", bytes32(1 + p), bytes32(y)), true);
    }

    function test_RevertWhen_PeriodInvalid() public {
        bytes memory publicKey = _secondKey;
        uint256[2][3] memory wrong = [
            [_start + 2, _start + 1],
            [_start - 10, _start - 1],
            [_start, uint256(type(uint48).max) + 1]
        ];
        for (uint256 i = 0; i < wrong.length; ++i) {
            bytes memory refusal = abi.encodeWithSelector(
                IDidRegistry.DidRegistryPeriodInvalid.selector,
                wrong[i][0],
                wrong[i][1],
                _start
            );
            vm.expectRevert(refusal);
            _tryInsert(_did(2), BASE, "key", publicKey, true, wrong[i][0], wrong[i][1]);
            vm.expectRevert(refusal);
            _addRelationship(1, "assertionMethod", "first", wrong[i][0], wrong[i][1]);
        }
        _tryInsert(_did(2), BASE, "key", publicKey, true, _start, _start);
        _tryInsert(_did(3), BASE, "key", publicKey, true, 0, type(uint48).max);
    }

    function test_RevertGiven_Insert_Known() public {
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryAlreadyInserted.selector, _one));
        _tryInsert(_one, BASE, "key", _secondKey, true, _start, _start + TERM);
        vm.prank(_account(1));
        DIDS.deactivateDid(_one);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryAlreadyInserted.selector, _one));
        _tryInsert(_one, BASE, "key", _secondKey, true, _start, _start + TERM);
    }

    function test_RevertWhen_Insert_WithAnothersKey() public {
        bytes memory publicKey = _secondKey;
        vm.expectRevert(
            abi.encodeWithSelector(IDidRegistry.DidRegistryNotKeyHolder.selector, _stranger, vm.addr(SECOND_KEY))
        );
        vm.prank(_stranger);
        DIDS.insertDidDocument(_did(2), BASE, "key", publicKey, true, _start, _start + TERM);
    }

    function test_Insert_ByRegistrar() public {
        _grant(Roles.REGISTRARS, _registrar);
        bytes memory publicKey = _secondKey;
        uint256 since = vm.getBlockTimestamp();
        vm.prank(_registrar);
        DIDS.insertDidDocument(_did(2), BASE, "key", publicKey, true, since, since + TERM);
        vm.assertTrue(DIDS.checkController(_did(2), vm.addr(SECOND_KEY)), "the holder acts");
        vm.assertFalse(DIDS.checkController(_did(2), _registrar), "the registrar is no controller");
    }

    // Every function that writes
    // ├── given the DID is unknown or deactivated ... it reverts
    // ├── when the caller neither acts for a controller nor has the policy ... it reverts
    // └── when the caller has the policy ... it writes

    function test_RevertGiven_UnknownOrDeactivated() public {
        bytes memory refusal = abi.encodeWithSelector(IDidRegistry.DidRegistryUnknown.selector, _did(2));
        for (uint256 i = 0; i < 9; ++i) {
            vm.expectRevert(refusal);
            _write(i, _did(2), _account(1));
        }
        vm.prank(_account(1));
        DIDS.deactivateDid(_one);
        refusal = abi.encodeWithSelector(IDidRegistry.DidRegistryDeactivated.selector, _one, _start);
        for (uint256 i = 0; i < 9; ++i) {
            vm.expectRevert(refusal);
            _write(i, _one, _account(1));
        }
    }

    function test_RevertWhen_NotController() public {
        string[9] memory policies = [
            "DID:updateBaseDocument",
            "DID:addController",
            "DID:revokeController",
            "DID:addVerificationMethod",
            "DID:addVerificationRelationship",
            "DID:revokeVerificationMethod",
            "DID:expireVerificationMethod",
            "DID:rollVerificationMethod",
            "DID:deactivateDid"
        ];
        for (uint256 i = 0; i < 9; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IDidRegistry.DidRegistryNotController.selector, _one, _stranger, policies[i])
            );
            _write(i, _one, _stranger);
        }
    }

    function test_Write_ByRegistrar() public {
        _grant(Roles.REGISTRARS, _registrar);
        _insert(2);
        _addKey(1, "spare", SECOND_KEY);
        uint256 present = vm.getBlockTimestamp();
        _addRelationship(1, INVOCATION, "spare", present, present + TERM);
        for (uint256 i = 0; i < 9; ++i) {
            uint256 snapshot = vm.snapshotState();
            if (i == 2) _write(1, _one, _registrar);
            _write(i, _one, _registrar);
            vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        }
    }

    // updateBaseDocument
    // ├── when the document is empty or too long ... it reverts
    // └── it holds from this second on, and the last of a second stays

    function test_UpdateBaseDocument() public {
        _advance(100);
        vm.expectEmit(address(DIDS));
        emit IDidRegistry.BaseDocumentUpdated(_one, "{}", _hash(_one), _account(1));
        _update("{}");
        _update("[]");
        vm.assertEq(_document(_one, _start + 99).base, BASE, "before");
        vm.assertEq(_document(_one, _start + 100).base, "[]", "the last of a second");
        _advance(1);
        _update("{1}");
        vm.assertEq(_document(_one, _start + 100).base, "[]", "stays");
        vm.assertEq(_document(_one, _start + 101).base, "{1}", "now");
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryDocumentLength.selector, 0, 4096));
        _update("");
    }

    // addController, revokeController
    // ├── given the controller is unknown, deactivated, or one already ... it reverts
    // ├── given there are ten ... it reverts
    // ├── given no other controller could act then ... it reverts
    // └── its keys act for the DID while it is one

    function test_Controllers() public {
        string memory two = _insert(2);
        _advance(10);
        vm.expectEmit(address(DIDS));
        emit IDidRegistry.ControllerAdded(_one, two, _hash(_one), _account(1));
        _addController(_one, two, _account(1));
        vm.assertTrue(DIDS.checkController(_one, _account(2)), "acts");
        vm.assertFalse(DIDS.checkController(two, _account(1)), "not the other way");
        (string[] memory items, uint256 total, , , ) = DIDS.getDidsByController(two, 1, 50);
        vm.assertEq(total, 2, "controls");
        vm.assertEq(items[1], _one, "controls the other");
        _advance(10);
        vm.expectEmit(address(DIDS));
        emit IDidRegistry.ControllerRevoked(_one, _one, _hash(_one), _account(2));
        _revokeController(_one, _one, _account(2));
        vm.assertFalse(DIDS.checkController(_one, _account(1)), "acts no more");
        (, total, , , ) = DIDS.getDidsByController(_one, 1, 50);
        vm.assertEq(total, 0, "controls nothing");
        vm.assertEq(_document(_one, _start + 9).controllers.length, 1, "alone before");
        vm.assertEq(_document(_one, _start + 19).controllers.length, 2, "both between");
        vm.assertEq(_document(_one, _start + 20).controllers.length, 1, "one afterwards");
        vm.assertEq(_document(_one, _start + 20).controllers[0], two, "the other");
        _addController(_one, _one, _account(2));
        vm.assertTrue(DIDS.checkController(_one, _account(1)), "acts again");
    }

    function test_RevertGiven_Controller_Invalid() public {
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryUnknown.selector, _did(2)));
        _addController(_one, _did(2), _account(1));
        string memory two = _insert(2);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryUnknownController.selector, _one, two));
        _revokeController(_one, two, _account(1));
        vm.prank(_account(2));
        DIDS.deactivateDid(two);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryDeactivated.selector, two, _start));
        _addController(_one, two, _account(1));
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryAlreadyController.selector, _one, _one));
        _addController(_one, _one, _account(1));
    }

    function test_RevertGiven_TooManyControllers() public {
        for (uint256 i = 2; i <= 10; ++i) _addController(_one, _insert(i), _account(1));
        vm.assertTrue(DIDS.checkController(_one, _account(10)), "the tenth acts");
        string memory eleven = _insert(11);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryTooManyControllers.selector, _one, 10));
        _addController(_one, eleven, _account(1));
        _revokeController(_one, _did(5), _account(1));
        _addController(_one, eleven, _account(1));
        vm.assertTrue(DIDS.checkController(_one, _account(11)), "in its place");
        vm.assertTrue(DIDS.checkController(_one, _account(10)), "still there");
        vm.assertFalse(DIDS.checkController(_one, _account(5)), "gone");
    }

    function test_RevertGiven_LastController() public {
        bytes memory refusal = abi.encodeWithSelector(IDidRegistry.DidRegistryLastController.selector, _one, _one);
        vm.expectRevert(refusal);
        _revokeController(_one, _one, _account(1));
        string memory two = _insert(2);
        _addController(_one, two, _account(1));
        // A controller that ended cannot act.
        vm.prank(_account(2));
        DIDS.deactivateDid(two);
        vm.assertFalse(DIDS.checkController(_one, _account(2)), "ended");
        vm.expectRevert(refusal);
        _revokeController(_one, _one, _account(1));
        // Neither can one whose key is over.
        _tryInsert(_did(3), BASE, "key", _secondKey, true, _start, _start + 10);
        _addController(_one, _did(3), _account(1));
        _advance(10);
        uint256 snapshot = vm.snapshotState();
        _revokeController(_one, _one, _account(1));
        vm.assertTrue(vm.revertToState(snapshot), "snapshot");
        _advance(1);
        vm.expectRevert(refusal);
        _revokeController(_one, _one, _account(1));
    }

    // addVerificationMethod
    // ├── given the id or the key is in the document ... it reverts
    // ├── when another key than secp256k1 is no object or too long ... it reverts
    // └── it is for nothing yet

    function test_AddMethod() public {
        vm.expectEmit(address(DIDS));
        emit IDidRegistry.VerificationMethodAdded(_one, "p256", JWK, false, _hash(_one), _account(1));
        _addJwk("p256", JWK);
        vm.assertEq(_document(_one, _start).methodIds.length, 1, "for nothing");
        IDidRegistry.VerificationMethod memory method = DIDS.verificationMethod(_one, "p256");
        vm.assertEq(method.publicKey, JWK, "key");
        vm.assertEq(method.id, "p256", "id");
        vm.assertFalse(method.isSecp256k1, "kind");
        vm.assertEq(method.addedAt, _start, "added");
        _addRelationship(1, "assertionMethod", "p256", _start, _start + TERM);
        Document memory document = _document(_one, _start);
        vm.assertEq(document.methodIds[1], "p256", "shown");
        vm.assertEq(document.methods[1].publicKey, JWK, "shown key");
        _assertRelationship(document.relationships[2], "assertionMethod", "p256", _start, _start + TERM);
    }

    function test_RevertWhen_AddMethod_Invalid() public {
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryMethodKnown.selector, _one, "first"));
        _addJwk("first", JWK);
        bytes memory publicKey = _publicKey(FIRST_KEY + 1);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryKeyInUse.selector, _one, _account(1)));
        vm.prank(_account(1));
        DIDS.addVerificationMethod(_one, "again", publicKey, true);
        bytes[4] memory wrong;
        wrong[0] = "";
        wrong[1] = "x}";
        wrong[2] = "{x";
        wrong[3] = _object(2049);
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(
                abi.encodeWithSelector(IDidRegistry.DidRegistryPublicKeyInvalid.selector, wrong[i].length, false)
            );
            _addJwk("p256", wrong[i]);
        }
        _addJwk("long", _object(2048));
        _addJwk("short", "{}");
    }

    // addVerificationRelationship
    // ├── when the name is unknown, or the key unknown or revoked ... it reverts
    // ├── given a period of the same is not over, or overlaps ... it reverts
    // ├── when it begins in the past ... it counts from now on
    // └── it holds from its first to its last second

    function test_RevertWhen_Relationship_Invalid() public {
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryRelationshipInvalid.selector, "controller"));
        _addRelationship(1, "controller", "first", _start, _start + 1);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryUnknownMethod.selector, _one, "none"));
        _addRelationship(1, "assertionMethod", "none", _start, _start + 1);
        _addJwk("p256", JWK);
        _revoke("p256", _start);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryMethodRevoked.selector, _one, "p256", _start));
        _addRelationship(1, "assertionMethod", "p256", _start, _start + 1);
    }

    function test_RevertGiven_Relationship_Overlaps() public {
        bytes memory refusal = abi.encodeWithSelector(
            IDidRegistry.DidRegistryPeriodOverlaps.selector,
            "first",
            "assertionMethod",
            _start + 10,
            _start + 20
        );
        _addRelationship(1, "assertionMethod", "first", _start + 10, _start + 20);
        vm.expectRevert(refusal);
        _addRelationship(1, "assertionMethod", "first", _start + 30, _start + 40);
        _advance(20);
        vm.expectRevert(refusal);
        _addRelationship(1, "assertionMethod", "first", _start + 30, _start + 40);
        _advance(1);
        vm.expectRevert(refusal);
        _addRelationship(1, "assertionMethod", "first", _start + 20, _start + 40);
        _addRelationship(1, "assertionMethod", "first", _start + 21, _start + 40);
        // The same purpose has one place in the list, with the last period.
        (IDidRegistry.DidWithPeriod[] memory items, uint256 total, , , ) = DIDS.getDidsByVerificationRelationship(
            "first",
            "assertionMethod",
            1,
            50
        );
        vm.assertEq(total, 1, "one place");
        vm.assertEq(items[0].did, _one, "DID");
        vm.assertEq(items[0].notBefore, _start + 21, "from");
        vm.assertEq(items[0].notAfter, _start + 40, "to");
    }

    function test_Relationship_FirstAndLastSecond() public {
        _addRelationship(1, "keyAgreement", "first", _start + 10, _start + 20);
        vm.assertEq(_count("keyAgreement", _start + 9), 0, "before");
        vm.assertEq(_count("keyAgreement", _start + 10), 1, "first second");
        vm.assertEq(_count("keyAgreement", _start + 20), 1, "last second");
        vm.assertEq(_count("keyAgreement", _start + 21), 0, "behind");
    }

    function test_Relationship_InThePast_CountsFromNow() public {
        _advance(100);
        _addRelationship(1, "capabilityDelegation", "first", _start, _start + TERM);
        vm.assertEq(_count("capabilityDelegation", _start + 99), 0, "nobody knew");
        vm.assertEq(_count("capabilityDelegation", _start + 100), 1, "now");
    }

    function test_Controller_FirstAndLastSecond() public {
        _tryInsert(_did(2), BASE, "key", _secondKey, true, _start + 10, _start + 20);
        vm.assertFalse(DIDS.checkController(_did(2), vm.addr(SECOND_KEY)), "before");
        vm.warp(_start + 10);
        vm.assertTrue(DIDS.checkController(_did(2), vm.addr(SECOND_KEY)), "first second");
        vm.warp(_start + 20);
        vm.assertTrue(DIDS.checkController(_did(2), vm.addr(SECOND_KEY)), "last second");
        vm.warp(_start + 21);
        vm.assertFalse(DIDS.checkController(_did(2), vm.addr(SECOND_KEY)), "behind");
    }

    // revokeVerificationMethod
    // ├── when the end lies in the future, or the key is unknown or revoked ... it reverts
    // ├── given no other key invokes capabilities now ... it reverts
    // └── it ends all relationships now, and tells since when the key is not to be trusted

    function test_RevertGiven_Revoke_LastCapability() public {
        bytes memory refusal = _lastCapability("first", _start);
        vm.expectRevert(refusal);
        _revoke("first", _start);
        // A key of another kind is no account, and one without the relationship invokes nothing.
        _addJwk("p256", JWK);
        _addRelationship(1, INVOCATION, "p256", _start, _start + TERM);
        _addKey(1, "second", SECOND_KEY);
        _addRelationship(1, AUTHENTICATION, "second", _start, _start + TERM);
        vm.expectRevert(refusal);
        _revoke("first", _start);
        // One that begins later does not either.
        _addRelationship(1, INVOCATION, "second", _start + 1, _start + TERM);
        vm.expectRevert(refusal);
        _revoke("first", _start);
        _advance(1);
        _revoke("first", _start);
        vm.assertFalse(DIDS.checkController(_one, _account(1)), "revoked");
        vm.assertTrue(DIDS.checkController(_one, vm.addr(SECOND_KEY)), "the other");
        vm.expectRevert(_lastCapability("second", _start + 1));
        vm.prank(vm.addr(SECOND_KEY));
        DIDS.revokeVerificationMethod(_one, "second", _start);
    }

    /// @dev DD2, whichever key ends first: a key that is over does not stand in for the last one that invokes capabilities.
    function test_RevertGiven_Revoke_LastCapability_OtherExpired() public {
        address second = vm.addr(SECOND_KEY);
        _addKey(1, "second", SECOND_KEY);
        _addRelationship(1, INVOCATION, "second", _start, _start + TERM);
        _expire("first", _start + 10);
        vm.warp(_start + 11);
        vm.assertFalse(DIDS.checkController(_one, _account(1)), "the first is over");
        bytes memory refusal = _lastCapability("second", _start + 11);
        vm.expectRevert(refusal);
        vm.prank(second);
        DIDS.revokeVerificationMethod(_one, "second", _start);
        // Neither does it end by being expired.
        vm.expectRevert(_lastCapability("second", _start + 21));
        vm.prank(second);
        DIDS.expireVerificationMethod(_one, "second", _start + 20);
        vm.assertTrue(DIDS.checkController(_one, second), "the second acts");
        // What is over can be used again, and then the second may go.
        vm.prank(second);
        DIDS.addVerificationRelationship(_one, INVOCATION, "first", _start + 11, _start + TERM);
        vm.prank(second);
        DIDS.revokeVerificationMethod(_one, "second", _start);
        vm.assertTrue(DIDS.checkController(_one, _account(1)), "the first acts again");
    }

    /// @dev A key that somebody else has must be revocable at once, also when the other one ends soon: that one stays until its end, cannot
    /// be taken away, and draws out its own end.
    function test_Revoke_OtherExpiresLater() public {
        address second = vm.addr(SECOND_KEY);
        _addKey(1, "second", SECOND_KEY);
        _addRelationship(1, INVOCATION, "second", _start, _start + TERM);
        _expire("first", _start + 10);
        vm.warp(_start + 5);
        _revoke("second", _start + 5);
        vm.assertFalse(DIDS.checkController(_one, second), "revoked");
        vm.expectRevert(_lastCapability("first", _start + 5));
        _revoke("first", _start + 5);
        vm.expectRevert(_lastCapability("first", _start + 8));
        _expire("first", _start + 7);
        vm.warp(_start + 10);
        vm.assertTrue(DIDS.checkController(_one, _account(1)), "to its last second");
        _expire("first", _start + TERM);
        vm.warp(_start + 11);
        vm.assertTrue(DIDS.checkController(_one, _account(1)), "drawn out");
    }

    function test_Revoke() public {
        _addJwk("p256", JWK);
        _addRelationship(1, "assertionMethod", "p256", _start, _start + TERM);
        _advance(100);
        vm.expectEmit(address(DIDS));
        emit IDidRegistry.VerificationMethodRevoked(_one, "p256", _start + 50, _hash(_one), _account(1));
        _revoke("p256", _start + 50);
        vm.assertEq(_count("assertionMethod", _start + 99), 1, "what was known stays");
        vm.assertEq(_count("assertionMethod", _start + 100), 0, "over");
        IDidRegistry.VerificationMethod memory method = DIDS.verificationMethod(_one, "p256");
        vm.assertEq(method.revokedAt, _start + 100, "revoked at");
        vm.assertEq(method.revokedFrom, _start + 50, "revoked from");
        (IDidRegistry.DidWithPeriod[] memory items, , , , ) = DIDS.getDidsByVerificationRelationship(
            "p256",
            "assertionMethod",
            1,
            1
        );
        vm.assertEq(items[0].notAfter, _start + 50, "listed end");
        vm.expectRevert(
            abi.encodeWithSelector(IDidRegistry.DidRegistryMethodRevoked.selector, _one, "p256", _start + 100)
        );
        _revoke("p256", _start + 50);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryMethodKnown.selector, _one, "p256"));
        _addJwk("p256", JWK);
        _addJwk("other", JWK);
        vm.expectRevert(
            abi.encodeWithSelector(IDidRegistry.DidRegistryEndInvalid.selector, _start + 101, _start + 100)
        );
        _revoke("other", _start + 101);
        _revoke("other", _start + 100);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryUnknownMethod.selector, _one, "none"));
        _revoke("none", _start);
    }

    // expireVerificationMethod
    // ├── when the end is not after now, or exceeds 48 bits ... it reverts
    // ├── given no relationship could end ... it reverts
    // ├── given no other key invokes capabilities when it ends earlier ... it reverts
    // └── what has not ended yet ends then; the past stays

    function test_Expire() public {
        _addJwk("p256", JWK);
        _addRelationship(1, "assertionMethod", "p256", _start, _start + 200);
        _addRelationship(1, AUTHENTICATION, "p256", _start, _start + 50);
        _advance(100);
        vm.expectEmit(address(DIDS));
        emit IDidRegistry.VerificationMethodExpired(_one, "p256", _start + 150, _hash(_one), _account(1));
        _expire("p256", _start + 150);
        vm.assertEq(_endAt("assertionMethod", _start + 99), _start + 200, "as it was known");
        vm.assertEq(_endAt("assertionMethod", _start + 100), _start + 150, "as it is known");
        vm.assertEq(_count("assertionMethod", _start + 150), 1, "last second");
        vm.assertEq(_count("assertionMethod", _start + 151), 0, "behind");
        // Only that of the first key.
        vm.assertEq(_count(AUTHENTICATION, _start + 120), 1, "what was over stays over");
        _expire("p256", _start + 300);
        vm.assertEq(_count("assertionMethod", _start + 300), 1, "later");
        vm.warp(_start + 301);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryNothingToEnd.selector, _one, "p256"));
        _expire("p256", _start + 400);
    }

    function test_RevertWhen_Expire_Invalid() public {
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryEndInvalid.selector, _start, _start));
        _expire("first", _start);
        uint256 late = uint256(type(uint48).max) + 1;
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryEndInvalid.selector, late, _start));
        _expire("first", late);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryUnknownMethod.selector, _one, "none"));
        _expire("none", _start + 1);
    }

    function test_RevertGiven_Expire_LastCapability() public {
        vm.expectRevert(_lastCapability("first", _start + 11));
        _expire("first", _start + 10);
        // The same end, or a later one, takes nothing away.
        _expire("first", _start + TERM);
        _expire("first", _start + TERM + 1);
        _addKey(1, "second", SECOND_KEY);
        _addRelationship(1, INVOCATION, "second", _start + 12, _start + TERM);
        vm.expectRevert(_lastCapability("first", _start + 11));
        _expire("first", _start + 10);
        _expire("first", _start + 11);
        vm.warp(_start + 11);
        vm.assertTrue(DIDS.checkController(_one, _account(1)), "the old one, to its last second");
        vm.warp(_start + 12);
        vm.assertFalse(DIDS.checkController(_one, _account(1)), "over");
        vm.assertTrue(DIDS.checkController(_one, vm.addr(SECOND_KEY)), "the new one, from its first");
    }

    // rollVerificationMethod
    // ├── when the period is invalid, the end exceeds 48 bits, or a key is unknown, known or revoked ... it reverts
    // ├── given the old key has nothing that could end ... it reverts
    // ├── given no key invoked capabilities when the old one ends ... it reverts
    // └── the new key has what the old one has, which ends after the duration or before

    function test_Roll() public {
        _addRelationship(1, "assertionMethod", "first", _start, _start + 30);
        IDidRegistry.RollArgs memory args = _rollArgs(_start + 10, _start + TERM, 40);
        vm.expectEmit(address(DIDS));
        emit IDidRegistry.VerificationMethodRolled(
            _one,
            "second",
            args.publicKey,
            true,
            _start + 10,
            _start + TERM,
            "first",
            40,
            _hash(_one),
            _account(1)
        );
        _roll(args);
        vm.assertEq(_count(INVOCATION, _start + 9), 1, "the old alone");
        vm.assertEq(_count(INVOCATION, _start + 10), 2, "both");
        vm.assertEq(_count(INVOCATION, _start + 50), 2, "both to the end");
        vm.assertEq(_count(INVOCATION, _start + 51), 1, "the new alone");
        vm.assertEq(_count("assertionMethod", _start + 30), 2, "both");
        // What ends before is not drawn out.
        vm.assertEq(_count("assertionMethod", _start + 31), 1, "the new alone");
        vm.warp(_start + 50);
        vm.assertTrue(DIDS.checkController(_one, _account(1)), "the old acts to the end");
        vm.assertTrue(DIDS.checkController(_one, vm.addr(SECOND_KEY)), "so does the new");
        vm.warp(_start + 51);
        vm.assertFalse(DIDS.checkController(_one, _account(1)), "over");
    }

    function test_Roll_AtOnce() public {
        _advance(100);
        _roll(_rollArgs(_start + 50, _start + TERM, 0));
        vm.assertFalse(DIDS.checkController(_one, _account(1)), "over at once");
        vm.assertTrue(DIDS.checkController(_one, vm.addr(SECOND_KEY)), "the new acts");
        vm.assertEq(_document(_one, _start + 99).methodIds[0], "first", "before");
        vm.assertEq(_document(_one, _start + 100).methodIds[0], "second", "now");
    }

    function test_RevertWhen_Roll_Invalid() public {
        vm.expectRevert(
            abi.encodeWithSelector(IDidRegistry.DidRegistryPeriodInvalid.selector, _start + 2, _start + 1, _start)
        );
        _roll(_rollArgs(_start + 2, _start + 1, 0));
        vm.expectRevert(
            abi.encodeWithSelector(IDidRegistry.DidRegistryPeriodInvalid.selector, _start, type(uint256).max, _start)
        );
        _roll(_rollArgs(_start, _start + TERM, type(uint256).max));
        // Nothing would invoke capabilities between the end of the old key and the beginning of the new one, or after that.
        IDidRegistry.RollArgs memory args = _rollArgs(_start, _start + 10, 10);
        vm.expectRevert(_lastCapability("first", _start + 11));
        _roll(args);
        args = _rollArgs(_start, _start + TERM, 10);
        args.isSecp256k1 = false;
        args.publicKey = JWK;
        vm.expectRevert(_lastCapability("first", _start + 11));
        _roll(args);
        args = _rollArgs(_start, _start + TERM, 10);
        args.oldVMethodId = "none";
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryUnknownMethod.selector, _one, "none"));
        _roll(args);
        args.oldVMethodId = "first";
        args.vMethodId = "first";
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryMethodKnown.selector, _one, "first"));
        _roll(args);
        _addJwk("p256", JWK);
        args = _rollArgs(_start, _start + TERM, 10);
        args.oldVMethodId = "p256";
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryNothingToEnd.selector, _one, "p256"));
        _roll(args);
    }

    // deactivateDid: it resolves for the time before only, and controls nothing

    function test_Deactivate() public {
        string memory two = _insert(2);
        _addController(two, _one, _account(2));
        _advance(100);
        vm.expectEmit(address(DIDS));
        emit IDidRegistry.DidDeactivated(_one, _hash(_one), _account(1));
        vm.prank(_account(1));
        DIDS.deactivateDid(_one);
        vm.assertFalse(DIDS.checkController(_one, _account(1)), "acts no more");
        vm.assertFalse(DIDS.checkController(two, _account(1)), "nor for another");
        vm.assertFalse(DIDS.isActive(_hash(_one)), "ended");
        vm.assertEq(_document(_one, _start + 99).base, BASE, "before");
        bytes memory refusal = abi.encodeWithSelector(IDidRegistry.DidRegistryDeactivated.selector, _one, _start + 100);
        vm.expectRevert(refusal);
        DIDS.getDidDocument(_one);
        vm.expectRevert(refusal);
        DIDS.getDidDocumentByTimestamp(_one, _start + 100);
        (IDidRegistry.DidWithPeriod[] memory items, , , , ) = DIDS.getDidsByVerificationRelationship(
            "first",
            INVOCATION,
            1,
            1
        );
        vm.assertEq(items[0].notAfter, _start + 100, "listed end");
    }

    // Resolution
    // ├── given the DID is unknown, or was inserted later ... it reverts
    // └── it tells what was known then, and for the future what is known now

    function test_RevertGiven_Resolve_UnknownOrTooEarly() public {
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryUnknown.selector, _did(2)));
        DIDS.getDidDocument(_did(2));
        vm.expectRevert(
            abi.encodeWithSelector(IDidRegistry.DidRegistryNotYetInserted.selector, _one, _start, _start - 1)
        );
        DIDS.getDidDocumentByTimestamp(_one, _start - 1);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryUnknown.selector, _did(2)));
        DIDS.getDidsByController(_did(2), 1, 1);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryUnknown.selector, _did(2)));
        DIDS.verificationMethod(_did(2), "first");
        vm.assertFalse(DIDS.checkController(_did(2), _account(1)), "nobody acts for what is not there");
    }

    // Pages: counted from 1, 1 to 50 items, empty behind the last

    function test_Pages() public {
        for (uint256 i = 2; i <= 5; ++i) _insert(i);
        _assertPage(1, 2, 1, 2, 1, 2);
        _assertPage(2, 2, 3, 2, 1, 3);
        _assertPage(3, 2, 5, 1, 2, 3);
        _assertPage(4, 2, 0, 0, 3, 3);
        _assertPage(1, 5, 1, 5, 1, 1);
        _assertPage(1, 50, 1, 5, 1, 1);
        _assertPage(2, 5, 0, 0, 1, 1);
        _assertPage(type(uint256).max, 50, 0, 0, 1, 1);
        uint256[2][3] memory wrong = [[uint256(0), 1], [uint256(1), 0], [uint256(1), 51]];
        for (uint256 i = 0; i < wrong.length; ++i) {
            vm.expectRevert(abi.encodeWithSelector(IPaged.PagedPageInvalid.selector, wrong[i][0], wrong[i][1], 50));
            DIDS.getDids(wrong[i][0], wrong[i][1]);
        }
    }

    // Bounds: keys that invoke capabilities at a time

    function test_RevertGiven_TooManyInvokers() public {
        for (uint256 i = 0; i < 15; ++i) {
            string memory id = string(abi.encodePacked("key", bytes1(uint8(65 + i))));
            _addKey(1, id, SECOND_KEY + i);
            _addRelationship(1, INVOCATION, id, _start, _start + (i == 0 ? 10 : TERM));
        }
        _addKey(1, "one-more", SECOND_KEY + 15);
        vm.expectRevert(abi.encodeWithSelector(IDidRegistry.DidRegistryTooMany.selector, 16));
        _addRelationship(1, INVOCATION, "one-more", _start, _start + TERM);
        // Those that are over make room.
        _advance(11);
        _addRelationship(1, INVOCATION, "one-more", _start, _start + TERM);
        vm.assertTrue(DIDS.checkController(_one, vm.addr(SECOND_KEY + 15)), "acts");
    }

    // Gas of insertions and keys does not grow with what is registered

    function test_GasStays() public {
        _grant(Roles.REGISTRARS, _registrar);
        bytes memory publicKey = _secondKey;
        uint256 since = vm.getBlockTimestamp();
        uint256[2] memory tenth;
        uint256[2] memory last;
        for (uint256 i = 2; i <= 1_000; ++i) {
            string memory did = _did(i);
            vm.cool(address(DIDS));
            vm.prank(_registrar);
            last[0] = gasleft();
            DIDS.insertDidDocument(did, BASE, "key", publicKey, true, since, since + TERM);
            last[0] -= gasleft();
            if (i > 10 && i < 1_000) continue;
            vm.cool(address(DIDS));
            vm.prank(vm.addr(SECOND_KEY));
            last[1] = gasleft();
            DIDS.addVerificationMethod(did, "p256", JWK, false);
            last[1] -= gasleft();
            if (i == 10) (tenth[0], tenth[1]) = (last[0], last[1]);
        }
        vm.assertLe(last[0] * 100, tenth[0] * 102, "insertDidDocument");
        vm.assertLe(last[1] * 100, tenth[1] * 102, "addVerificationMethod");
    }

    // Pauses: of what is new and of what changes, never of what ends

    function test_Pause() public {
        _pause("registrations");
        _pause("changes");
        vm.expectPartialRevert(ICircuitBreaker.CircuitBreakerPaused.selector);
        _tryInsert(_did(2), BASE, "key", _secondKey, true, _start, _start + TERM);
        uint256[5] memory changes = [uint256(0), 1, 3, 4, 7];
        for (uint256 i = 0; i < changes.length; ++i) {
            vm.expectPartialRevert(ICircuitBreaker.CircuitBreakerPaused.selector);
            _write(changes[i], _one, _account(1));
        }
        // Refused for what they are, not for the pause.
        vm.expectRevert(_lastCapability("first", vm.getBlockTimestamp()));
        _write(5, _one, _account(1));
        _write(8, _one, _account(1));
    }

    function test_RevertGiven_Initialize_Twice() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        DidRegistryInitialiser(address(DIDS)).initialize(_stranger, POLICIES);
    }

    /// @dev DD1 for single changes: whatever happens now, what is known of any second before stays.
    function testFuzz_PastStays(uint256 action, uint256 at, uint256 notBefore, uint256 notAfter) public {
        _insert(2);
        _addKey(1, "spare", SECOND_KEY);
        _addRelationship(1, INVOCATION, "spare", _start, _start + TERM);
        _addJwk("p256", JWK);
        _addRelationship(1, "assertionMethod", "p256", _start + 20, _start + 60);
        _advance(50);
        at = bound(at, _start, _start + 49);
        bytes32 before = keccak256(abi.encode(_document(_one, at)));
        notBefore = bound(notBefore, _start, _start + 100);
        notAfter = bound(notAfter, notBefore < _start + 50 ? _start + 50 : notBefore, _start + TERM);
        action = bound(action, 0, 8);
        vm.prank(_account(1));
        if (action == 0) DIDS.updateBaseDocument(_one, "{}");
        else if (action == 1) DIDS.addController(_one, _did(2));
        else if (action == 2) DIDS.addVerificationRelationship(_one, "keyAgreement", "first", notBefore, notAfter);
        else if (action == 3) DIDS.revokeVerificationMethod(_one, "p256", at);
        else if (action == 4) DIDS.expireVerificationMethod(_one, "p256", notAfter + 1);
        else if (action == 5) DIDS.revokeVerificationMethod(_one, "first", at);
        else if (action == 6) DIDS.deactivateDid(_one);
        else if (action == 7) DIDS.addVerificationMethod(_one, "other", JWK, false);
        else DIDS.rollVerificationMethod(_p256Roll(notBefore, notAfter));
        vm.assertEq(keccak256(abi.encode(_document(_one, at))), before, "DD1");
    }

    function _write(uint256 which, string memory did, address caller) private {
        uint256 present = vm.getBlockTimestamp();
        bytes memory publicKey = _spareKey;
        vm.prank(caller);
        if (which == 0) DIDS.updateBaseDocument(did, "{}");
        else if (which == 1) DIDS.addController(did, _did(2));
        else if (which == 2) DIDS.revokeController(did, _did(2));
        else if (which == 3) DIDS.addVerificationMethod(did, "new", publicKey, true);
        else if (which == 4) {
            DIDS.addVerificationRelationship(did, "assertionMethod", "first", present, present + TERM);
        } else if (which == 5) DIDS.revokeVerificationMethod(did, "first", present);
        else if (which == 6) DIDS.expireVerificationMethod(did, "first", present + TERM);
        else if (which == 7) {
            DIDS.rollVerificationMethod(
                IDidRegistry.RollArgs(did, "new", publicKey, true, present, present + TERM, "first", 1)
            );
        } else DIDS.deactivateDid(did);
    }

    function _tryInsert(
        string memory did,
        string memory base,
        string memory id,
        bytes memory publicKey,
        bool isSecp256k1,
        uint256 notBefore,
        uint256 notAfter
    ) private {
        vm.prank(vm.addr(SECOND_KEY));
        DIDS.insertDidDocument(did, base, id, publicKey, isSecp256k1, notBefore, notAfter);
    }

    function _update(string memory base) private {
        vm.prank(_account(1));
        DIDS.updateBaseDocument(_one, base);
    }

    function _addController(string memory did, string memory controller, address caller) private {
        vm.prank(caller);
        DIDS.addController(did, controller);
    }

    function _revokeController(string memory did, string memory controller, address caller) private {
        vm.prank(caller);
        DIDS.revokeController(did, controller);
    }

    function _addJwk(string memory id, bytes memory jwk) private {
        vm.prank(_account(1));
        DIDS.addVerificationMethod(_one, id, jwk, false);
    }

    function _revoke(string memory id, uint256 notAfter) private {
        vm.prank(_account(1));
        DIDS.revokeVerificationMethod(_one, id, notAfter);
    }

    function _expire(string memory id, uint256 notAfter) private {
        vm.prank(_account(1));
        DIDS.expireVerificationMethod(_one, id, notAfter);
    }

    function _roll(IDidRegistry.RollArgs memory args) private {
        vm.prank(_account(1));
        DIDS.rollVerificationMethod(args);
    }

    function _rollArgs(
        uint256 notBefore,
        uint256 notAfter,
        uint256 duration
    ) private view returns (IDidRegistry.RollArgs memory) {
        bytes memory publicKey = _secondKey;
        return IDidRegistry.RollArgs(_one, "second", publicKey, true, notBefore, notAfter, "first", duration);
    }

    function _p256Roll(uint256 notBefore, uint256 notAfter) private view returns (IDidRegistry.RollArgs memory) {
        return IDidRegistry.RollArgs(_one, "p256-2", JWK, false, notBefore, notAfter, "p256", 5);
    }

    function _lastCapability(string memory id, uint256 timepoint) private view returns (bytes memory) {
        return abi.encodeWithSelector(IDidRegistry.DidRegistryLastCapability.selector, _one, id, timepoint);
    }

    function _count(string memory name, uint256 timestamp) private view returns (uint256 count) {
        IDidRegistry.VRelationship[] memory found = _document(_one, timestamp).relationships;
        for (uint256 i = 0; i < found.length; ++i) if (_hash(found[i].name) == _hash(name)) ++count;
    }

    function _endAt(string memory name, uint256 timestamp) private view returns (uint256) {
        IDidRegistry.VRelationship[] memory found = _document(_one, timestamp).relationships;
        for (uint256 i = 0; i < found.length; ++i) if (_hash(found[i].name) == _hash(name)) return found[i].notAfter;
        return 0;
    }

    function _object(uint256 length) private pure returns (bytes memory object) {
        object = new bytes(length);
        object[0] = "{";
        object[length - 1] = "}";
    }

    function _assertRelationship(
        IDidRegistry.VRelationship memory found,
        string memory name,
        string memory id,
        uint256 notBefore,
        uint256 notAfter
    ) private pure {
        vm.assertEq(found.name, name, "name");
        vm.assertEq(found.vMethodId, id, "key");
        vm.assertEq(found.notBefore, notBefore, "not before");
        vm.assertEq(found.notAfter, notAfter, "not after");
    }

    function _assertPage(
        uint256 page,
        uint256 size,
        uint256 first,
        uint256 count,
        uint256 before,
        uint256 behind
    ) private view {
        (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) = DIDS.getDids(page, size);
        vm.assertEq(total, 5, "total");
        vm.assertEq(howMany, count, "how many");
        vm.assertEq(items.length, count, "items");
        vm.assertEq(prev, before, "page before");
        vm.assertEq(next, behind, "page behind");
        for (uint256 i = 0; i < count; ++i) vm.assertEq(items[i], _did(first + i), "item");
    }
}
