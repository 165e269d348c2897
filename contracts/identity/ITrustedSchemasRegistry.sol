// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IPaged} from "./IPaged.sol";

/// @title Register of the schemas of credentials
/// @notice Schemas with their revisions and what is said about these, with the functions of EBSI's Trusted Schemas Registry v3. Only a
/// body writes. Revisions and metadata are known by the sha-256 of their bytes and never change.
/// @dev A schema id is the raw bytes of what EBSI's API shows as multibase base58btc, 1 to 64 bytes. Schemas and metadata are bytes of
/// JSON in UTF-8: 1 to 16,384 and 1 to 2,048 bytes.
interface ITrustedSchemasRegistry is IPaged {
    /// @notice A schema was inserted with its first revision.
    event SchemaInserted(
        bytes indexed schemaIdHash,
        bytes schemaId,
        bytes schema,
        bytes32 schemaRevisionId,
        bytes metadata,
        bytes32 metadataId,
        address indexed actor
    );
    /// @notice A schema has a new revision.
    event SchemaUpdated(
        bytes indexed schemaIdHash,
        bytes schemaId,
        bytes schema,
        bytes32 schemaRevisionId,
        bytes metadata,
        bytes32 metadataId,
        address indexed actor
    );
    /// @notice A revision is described anew.
    event MetadataUpdated(
        bytes indexed schemaIdHash,
        bytes schemaId,
        bytes32 schemaRevisionId,
        bytes metadata,
        bytes32 metadataId,
        address indexed actor
    );

    /// @notice The schema is in the register already.
    /// @custom:remedy Update the schema, or give another id.
    error TrustedSchemasRegistryAlreadyInserted(bytes schemaId);
    /// @notice No schema has this id.
    /// @custom:remedy Check the id, or insert the schema first.
    error TrustedSchemasRegistryUnknown(bytes schemaId);
    /// @notice The schema has no such revision.
    /// @custom:remedy Give the sha-256 of the bytes of one of the schema's revisions.
    error TrustedSchemasRegistryUnknownRevision(bytes schemaId, bytes32 schemaRevisionId);
    /// @notice The revision has no such metadata.
    /// @custom:remedy Give the sha-256 of the bytes of metadata of this revision.
    error TrustedSchemasRegistryUnknownMetadata(bytes32 schemaRevisionId, bytes32 metadataId);
    /// @notice The schema has this revision, or the revision this metadata, already.
    /// @custom:remedy Change the content; the same bytes have the same id.
    error TrustedSchemasRegistryContentKnown(bytes schemaId, bytes32 contentId);
    /// @notice A content is empty or too long.
    /// @custom:remedy Give 1 to `maximum` bytes.
    error TrustedSchemasRegistryLength(uint256 length, uint256 maximum);

    /// @notice Inserts a schema. Restricted.
    /// @return schemaRevisionId sha-256 of the schema's bytes.
    function insertSchema(
        bytes calldata schemaId,
        bytes calldata schema,
        bytes calldata metadata
    ) external returns (bytes32 schemaRevisionId);

    /// @notice Gives a schema a new revision. Restricted.
    /// @return schemaRevisionId sha-256 of the schema's bytes.
    function updateSchema(
        bytes calldata schemaId,
        bytes calldata schema,
        bytes calldata metadata
    ) external returns (bytes32 schemaRevisionId);

    /// @notice Describes a revision anew. Restricted.
    /// @return metadataId sha-256 of the metadata's bytes.
    function updateMetadata(
        bytes calldata schemaId,
        bytes32 schemaRevisionId,
        bytes calldata metadata
    ) external returns (bytes32 metadataId);

    /// @notice Ids of all schemas.
    function getSchemaIds(
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice The last revision of a schema.
    function getLatestSchemaRevision(bytes calldata schemaId) external view returns (bytes memory schema);

    /// @notice Ids of the revisions of a schema, oldest first.
    function getSchemaRevisionIds(
        bytes calldata schemaId,
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes32[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice A revision of a schema.
    function getSchemaRevision(
        bytes calldata schemaId,
        bytes32 schemaRevisionId
    ) external view returns (bytes memory schema);

    /// @notice The last metadata of a revision.
    function getLatestSchemaRevisionMetadataByRevisionId(
        bytes calldata schemaId,
        bytes32 schemaRevisionId
    ) external view returns (bytes memory metadata);

    /// @notice Ids of the metadata of a revision, oldest first.
    function getSchemaRevisionMetadataIds(
        bytes calldata schemaId,
        bytes32 schemaRevisionId,
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes32[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice Metadata of a revision by its id.
    function getSchemaRevisionMetadataByMetadataId(
        bytes calldata schemaId,
        bytes32 schemaRevisionId,
        bytes32 metadataId
    ) external view returns (bytes memory metadata);
}
