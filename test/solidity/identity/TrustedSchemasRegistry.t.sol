// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {Initializable} from "@openzeppelin/contracts/proxy/utils/Initializable.sol";

import {Roles} from "../../../contracts/access/Roles.sol";
import {ITrustedSchemasRegistry} from "../../../contracts/identity/ITrustedSchemasRegistry.sol";
import {Genesis} from "../support/Genesis.sol";
import {TrustedSchemasRegistryInitialiser} from "../support/Initialisers.sol";
import {vm} from "../support/Vm.sol";

contract TrustedSchemasRegistryTest is Genesis {
    address private immutable _body = address(0xb0d1);
    address private immutable _stranger = address(0x5742);
    bytes private constant ID = hex"0102";
    bytes private constant SCHEMA = '{"type":"object"}';
    bytes private constant METADATA = '{"by":"body"}';

    /// @dev Computed before, because that calls.
    bytes32 private _revisionId;
    bytes32 private _metadataId;
    bytes32 private _emptyId;

    function setUp() public {
        _revisionId = sha256(SCHEMA);
        _metadataId = sha256(METADATA);
        _emptyId = sha256("{}");
        _loadGenesis();
        _grant(Roles.SCHEMAS, _body);
        vm.prank(_body);
        SCHEMAS.insertSchema(ID, SCHEMA, METADATA);
    }

    // Every deciding function
    // └── when the caller has not the role ... it reverts

    function test_RevertWhen_CallerHasNotTheRole() public {
        bytes memory refusal = abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, _stranger);
        vm.startPrank(_stranger);
        vm.expectRevert(refusal);
        SCHEMAS.insertSchema("new", SCHEMA, METADATA);
        vm.expectRevert(refusal);
        SCHEMAS.updateSchema(ID, "{}", METADATA);
        vm.expectRevert(refusal);
        SCHEMAS.updateMetadata(ID, _revisionId, "{}");
        vm.stopPrank();
    }

    // insertSchema
    // ├── when the id, the schema or the metadata is empty or too long ... it reverts
    // ├── given the schema is there ... it reverts
    // └── it has one revision with one description

    function test_Insert() public {
        vm.expectEmit(address(SCHEMAS));
        emit ITrustedSchemasRegistry.SchemaInserted("new", "new", SCHEMA, _revisionId, METADATA, _metadataId, _body);
        vm.prank(_body);
        vm.assertEq(SCHEMAS.insertSchema("new", SCHEMA, METADATA), _revisionId, "revision");
        vm.assertEq(SCHEMAS.getLatestSchemaRevision("new"), SCHEMA, "schema");
        vm.assertEq(SCHEMAS.getLatestSchemaRevisionMetadataByRevisionId("new", _revisionId), METADATA, "metadata");
        (bytes[] memory ids, uint256 total, uint256 howMany, uint256 prev, uint256 next) = SCHEMAS.getSchemaIds(2, 1);
        vm.assertEq(total, 2, "schemas");
        vm.assertEq(howMany, 1, "of the page");
        vm.assertEq(ids[0], "new", "the second");
        vm.assertEq(prev, 1, "before");
        vm.assertEq(next, 2, "behind");
        (ids, total, howMany, , ) = SCHEMAS.getSchemaIds(1, 1);
        vm.assertEq(total, 2, "schemas");
        vm.assertEq(howMany, 1, "of the page");
        vm.assertEq(ids[0], ID, "the first");
    }

    function test_RevertWhen_Insert_Length() public {
        _expectLength(0, 64);
        _insert("", SCHEMA, METADATA);
        _expectLength(65, 64);
        _insert(new bytes(65), SCHEMA, METADATA);
        _expectLength(0, 16_384);
        _insert("new", "", METADATA);
        _expectLength(16_385, 16_384);
        _insert("new", new bytes(16_385), METADATA);
        _expectLength(0, 2048);
        _insert("new", SCHEMA, "");
        _expectLength(2049, 2048);
        _insert("new", SCHEMA, new bytes(2049));
        _insert(new bytes(64), new bytes(16_384), new bytes(2048));
    }

    function test_RevertGiven_Insert_Known() public {
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedSchemasRegistry.TrustedSchemasRegistryAlreadyInserted.selector, ID)
        );
        _insert(ID, "{}", METADATA);
    }

    // updateSchema
    // ├── given the schema is unknown, or the revision is there ... it reverts
    // └── the new revision is the last; the others stay

    function test_Update() public {
        vm.expectEmit(address(SCHEMAS));
        emit ITrustedSchemasRegistry.SchemaUpdated(ID, ID, "{}", _emptyId, METADATA, _metadataId, _body);
        vm.prank(_body);
        vm.assertEq(SCHEMAS.updateSchema(ID, "{}", METADATA), _emptyId, "revision");
        vm.assertEq(SCHEMAS.getLatestSchemaRevision(ID), "{}", "the last");
        vm.assertEq(SCHEMAS.getSchemaRevision(ID, _revisionId), SCHEMA, "the first");
        (bytes32[] memory ids, uint256 total, , , ) = SCHEMAS.getSchemaRevisionIds(ID, 1, 50);
        vm.assertEq(total, 2, "revisions");
        vm.assertEq(ids[1], _emptyId, "the second");
    }

    function test_RevertGiven_Update_Invalid() public {
        vm.startPrank(_body);
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedSchemasRegistry.TrustedSchemasRegistryUnknown.selector, bytes("none"))
        );
        SCHEMAS.updateSchema("none", "{}", METADATA);
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedSchemasRegistry.TrustedSchemasRegistryContentKnown.selector, ID, _revisionId)
        );
        SCHEMAS.updateSchema(ID, SCHEMA, "{}");
        vm.stopPrank();
    }

    // updateMetadata
    // ├── given the schema or the revision is unknown, or has this metadata ... it reverts
    // └── the new metadata is the last; the others stay

    function test_UpdateMetadata() public {
        vm.expectEmit(address(SCHEMAS));
        emit ITrustedSchemasRegistry.MetadataUpdated(ID, ID, _revisionId, "{}", _emptyId, _body);
        vm.prank(_body);
        vm.assertEq(SCHEMAS.updateMetadata(ID, _revisionId, "{}"), _emptyId, "metadata id");
        vm.assertEq(SCHEMAS.getLatestSchemaRevisionMetadataByRevisionId(ID, _revisionId), "{}", "the last");
        vm.assertEq(SCHEMAS.getSchemaRevisionMetadataByMetadataId(ID, _revisionId, _metadataId), METADATA, "the first");
        (bytes32[] memory ids, uint256 total, , , ) = SCHEMAS.getSchemaRevisionMetadataIds(ID, _revisionId, 1, 50);
        vm.assertEq(total, 2, "metadata");
        vm.assertEq(ids[1], _emptyId, "the second");
    }

    function test_RevertGiven_UpdateMetadata_Invalid() public {
        vm.startPrank(_body);
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedSchemasRegistry.TrustedSchemasRegistryUnknown.selector, bytes("none"))
        );
        SCHEMAS.updateMetadata("none", _revisionId, "{}");
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedSchemasRegistry.TrustedSchemasRegistryUnknownRevision.selector,
                ID,
                bytes32(0)
            )
        );
        SCHEMAS.updateMetadata(ID, 0, "{}");
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedSchemasRegistry.TrustedSchemasRegistryContentKnown.selector, ID, _metadataId)
        );
        SCHEMAS.updateMetadata(ID, _revisionId, METADATA);
        vm.stopPrank();
        vm.expectRevert(
            abi.encodeWithSelector(
                ITrustedSchemasRegistry.TrustedSchemasRegistryUnknownMetadata.selector,
                _revisionId,
                bytes32(0)
            )
        );
        SCHEMAS.getSchemaRevisionMetadataByMetadataId(ID, _revisionId, 0);
    }

    function test_RevertGiven_Initialize_Twice() public {
        vm.expectRevert(Initializable.InvalidInitialization.selector);
        TrustedSchemasRegistryInitialiser(address(SCHEMAS)).initialize(_stranger);
    }

    function _insert(bytes memory id, bytes memory schema, bytes memory metadata) private {
        vm.prank(_body);
        SCHEMAS.insertSchema(id, schema, metadata);
    }

    function _expectLength(uint256 length, uint256 maximum) private {
        vm.expectRevert(
            abi.encodeWithSelector(ITrustedSchemasRegistry.TrustedSchemasRegistryLength.selector, length, maximum)
        );
    }
}
