// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";

import {ITrustedSchemasRegistry} from "./ITrustedSchemasRegistry.sol";
import {Paged} from "./Paged.sol";

/// @title Register of the schemas of credentials
/// @dev Stands behind a RegistryProxy.
contract TrustedSchemasRegistry is ITrustedSchemasRegistry, Paged, AccessManagedUpgradeable, UUPSUpgradeable {
    uint256 private constant ID_MAXIMUM = 64;
    /// @dev What one transaction can store beside the metadata.
    uint256 private constant SCHEMA_MAXIMUM = 16_384;
    uint256 private constant METADATA_MAXIMUM = 2048;

    struct Revision {
        bytes schema;
        bytes32[] metadataIds;
        mapping(bytes32 metadataId => bytes) metadata;
    }

    struct Schema {
        bytes32[] revisionIds;
        mapping(bytes32 revisionId => Revision) revisions;
    }

    /// @custom:storage-location erc7201:foedus.storage.TrustedSchemasRegistry
    struct TrustedSchemasRegistryStorage {
        bytes[] schemaIds;
        mapping(bytes32 schemaIdHash => Schema) schemas;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.TrustedSchemasRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0x1e896ef45f4bb74df1df37664d3b4d60654f8280e174181c95f4ea3bdf8e5f00;

    /// @dev Only proxies are initialised.
    constructor() {
        _disableInitializers();
    }

    /// @notice Connects the register to the authority that says who decides. Once.
    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc ITrustedSchemasRegistry
    function insertSchema(
        bytes calldata schemaId,
        bytes calldata schema,
        bytes calldata metadata
    ) external restricted returns (bytes32 schemaRevisionId) {
        _requireLength(schemaId.length, ID_MAXIMUM);
        Schema storage inserted = _storage().schemas[keccak256(schemaId)];
        if (inserted.revisionIds.length != 0) revert TrustedSchemasRegistryAlreadyInserted(schemaId);

        _storage().schemaIds.push(schemaId);
        bytes32 metadataId;
        (schemaRevisionId, metadataId) = _addRevision(inserted, schemaId, schema, metadata);

        emit SchemaInserted(schemaId, schemaId, schema, schemaRevisionId, metadata, metadataId, msg.sender);
    }

    /// @inheritdoc ITrustedSchemasRegistry
    function updateSchema(
        bytes calldata schemaId,
        bytes calldata schema,
        bytes calldata metadata
    ) external restricted returns (bytes32 schemaRevisionId) {
        Schema storage updated = _inserted(schemaId);

        bytes32 metadataId;
        (schemaRevisionId, metadataId) = _addRevision(updated, schemaId, schema, metadata);

        emit SchemaUpdated(schemaId, schemaId, schema, schemaRevisionId, metadata, metadataId, msg.sender);
    }

    /// @inheritdoc ITrustedSchemasRegistry
    function updateMetadata(
        bytes calldata schemaId,
        bytes32 schemaRevisionId,
        bytes calldata metadata
    ) external restricted returns (bytes32 metadataId) {
        Revision storage revision = _revision(schemaId, schemaRevisionId);

        metadataId = _addMetadata(revision, schemaId, metadata);

        emit MetadataUpdated(schemaId, schemaId, schemaRevisionId, metadata, metadataId, msg.sender);
    }

    /// @inheritdoc ITrustedSchemasRegistry
    function getSchemaIds(
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        bytes[] storage schemaIds = _storage().schemaIds;
        total = schemaIds.length;
        uint256 first;
        (first, howMany, prev, next) = _page(total, page, pageSize);
        items = new bytes[](howMany);
        for (uint256 i = 0; i < howMany; ++i) items[i] = schemaIds[first + i];
    }

    /// @inheritdoc ITrustedSchemasRegistry
    function getLatestSchemaRevision(bytes calldata schemaId) external view returns (bytes memory schema) {
        Schema storage inserted = _inserted(schemaId);
        return inserted.revisions[inserted.revisionIds[inserted.revisionIds.length - 1]].schema;
    }

    /// @inheritdoc ITrustedSchemasRegistry
    function getSchemaRevisionIds(
        bytes calldata schemaId,
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes32[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        return _idsPage(_inserted(schemaId).revisionIds, page, pageSize);
    }

    /// @inheritdoc ITrustedSchemasRegistry
    function getSchemaRevision(
        bytes calldata schemaId,
        bytes32 schemaRevisionId
    ) external view returns (bytes memory schema) {
        return _revision(schemaId, schemaRevisionId).schema;
    }

    /// @inheritdoc ITrustedSchemasRegistry
    function getLatestSchemaRevisionMetadataByRevisionId(
        bytes calldata schemaId,
        bytes32 schemaRevisionId
    ) external view returns (bytes memory metadata) {
        Revision storage revision = _revision(schemaId, schemaRevisionId);
        return revision.metadata[revision.metadataIds[revision.metadataIds.length - 1]];
    }

    /// @inheritdoc ITrustedSchemasRegistry
    function getSchemaRevisionMetadataIds(
        bytes calldata schemaId,
        bytes32 schemaRevisionId,
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes32[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        return _idsPage(_revision(schemaId, schemaRevisionId).metadataIds, page, pageSize);
    }

    /// @inheritdoc ITrustedSchemasRegistry
    function getSchemaRevisionMetadataByMetadataId(
        bytes calldata schemaId,
        bytes32 schemaRevisionId,
        bytes32 metadataId
    ) external view returns (bytes memory metadata) {
        metadata = _revision(schemaId, schemaRevisionId).metadata[metadataId];
        if (metadata.length == 0) revert TrustedSchemasRegistryUnknownMetadata(schemaRevisionId, metadataId);
    }

    function _addRevision(
        Schema storage entry,
        bytes calldata schemaId,
        bytes calldata schema,
        bytes calldata metadata
    ) private returns (bytes32 schemaRevisionId, bytes32 metadataId) {
        _requireLength(schema.length, SCHEMA_MAXIMUM);
        schemaRevisionId = sha256(schema);
        Revision storage revision = entry.revisions[schemaRevisionId];
        if (revision.schema.length != 0) revert TrustedSchemasRegistryContentKnown(schemaId, schemaRevisionId);

        entry.revisionIds.push(schemaRevisionId);
        revision.schema = schema;
        metadataId = _addMetadata(revision, schemaId, metadata);
    }

    function _addMetadata(
        Revision storage revision,
        bytes calldata schemaId,
        bytes calldata metadata
    ) private returns (bytes32 metadataId) {
        _requireLength(metadata.length, METADATA_MAXIMUM);
        metadataId = sha256(metadata);
        if (revision.metadata[metadataId].length != 0) revert TrustedSchemasRegistryContentKnown(schemaId, metadataId);

        revision.metadataIds.push(metadataId);
        revision.metadata[metadataId] = metadata;
    }

    function _inserted(bytes calldata schemaId) private view returns (Schema storage entry) {
        entry = _storage().schemas[keccak256(schemaId)];
        if (entry.revisionIds.length == 0) revert TrustedSchemasRegistryUnknown(schemaId);
    }

    function _revision(
        bytes calldata schemaId,
        bytes32 schemaRevisionId
    ) private view returns (Revision storage revision) {
        revision = _inserted(schemaId).revisions[schemaRevisionId];
        if (revision.schema.length == 0) revert TrustedSchemasRegistryUnknownRevision(schemaId, schemaRevisionId);
    }

    function _requireLength(uint256 length, uint256 maximum) private pure {
        if (length == 0 || length > maximum) revert TrustedSchemasRegistryLength(length, maximum);
    }

    function _storage() private pure returns (TrustedSchemasRegistryStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
