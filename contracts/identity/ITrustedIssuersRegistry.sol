// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IPaged} from "./IPaged.sol";

/// @notice What an attribute makes of its DID, with EBSI's values: a root of trust, an organisation that accredits others, an issuer
/// of credentials, or nothing any more.
enum IssuerType {
    Undefined,
    RootTAO,
    TAO,
    TI,
    Revoked
}

/// @title Register of trusted issuers
/// @notice Who may issue which credentials, and who said so, up to a Root TAO (trusted accreditation organisation) that a body admitted.
/// With the functions of EBSI's Trusted Issuers Registry v5.
/// @dev An accreditation is an attribute. Its TAO reserves it (`setAttributeMetadata`) and commits the hash of its body and its scope
/// (`commitAccreditation`); the accredited DID accepts it with the very body (`setAttributeData`). Only then does it count, and only as
/// long as all above it counts: the register walks up to the root at every question, at most `DEPTH_MAXIMUM` steps, so that a revocation
/// takes effect on all below at once. The body itself is a signed credential, which no contract can read: what counts on the chain is
/// the scope, a list of credential types, each by keccak256 of its name in UTF-8. Who writes for a DID is what
/// `IDidRegistry.checkController` says. Hashes of DIDs are keccak256 of their text.
interface ITrustedIssuersRegistry is IPaged {
    /// @notice A revision of an attribute, in EBSI's form.
    struct Attribute {
        string did;
        /// Id of the revision.
        bytes32 attributeId;
        /// The body: a signed credential, 1 to 8192 bytes; empty in revisions by which the TAO reserved or revoked.
        bytes attribData;
        string tao;
        string rootTao;
        /// What the revision said. Whether the attribute counts now is what `accreditation` answers.
        IssuerType issuerType;
    }

    /// @notice An attribute as it is now.
    struct Accreditation {
        bytes32 didHash;
        /// DID that accredits; for a root its own.
        bytes32 taoHash;
        bytes32 rootTaoHash;
        /// Attribute by which it accredits; for a root the attribute itself.
        bytes32 taoAttributeId;
        /// Steps to the root; 0 for a root.
        uint8 depth;
        IssuerType issuerType;
        /// Hash of the body that the TAO committed last; 0 if none.
        bytes32 committed;
        /// Hash of the body that the DID accepted last; 0 if none. Its scope holds.
        bytes32 accepted;
        /// Whether it counts: accepted and not revoked, as all above it, up to a Root TAO that is admitted, and all their DIDs are active.
        bool valid;
    }

    /// @notice An attribute has another revision: reserved, accepted, or revoked.
    /// @param tao DID of the TAO, for a root its own.
    /// @param attributeData The body that was accepted; empty otherwise.
    event AddAttributeRevision(
        string did,
        bytes32 indexed attributeId,
        bytes32 indexed revisionId,
        IssuerType issuerType,
        string tao,
        bytes32 taoAttributeId,
        string rootTao,
        bytes attributeData,
        address indexed actor
    );
    /// @notice A TAO says which body the DID may accept, and for which types of credentials it accredits with it.
    event AccreditationCommitted(
        string did,
        bytes32 indexed attributeId,
        bytes32 indexed bodyHash,
        bytes32[] scope,
        address indexed actor
    );
    /// @notice A DID may be a Root TAO, for at most these types of credentials. Replaces what was said before.
    event RootTaoAdmitted(string did, bytes32 indexed didHash, bytes32[] scope, address indexed actor);
    /// @notice A DID is no Root TAO any more, and nothing below it counts.
    event RootTaoDismissed(string did, bytes32 indexed didHash, address indexed actor);
    /// @notice An issuer is reached at a proxy, for instance for its status lists.
    event AddIssuerProxy(string did, bytes32 indexed proxyId, string proxyData, address indexed actor);
    /// @notice A proxy has other data, and keeps its id.
    event UpdateIssuerProxy(string did, bytes32 indexed proxyId, string proxyData, address indexed actor);
    /// @notice A proxy is gone.
    event RemoveIssuerProxy(string did, bytes32 indexed proxyId, address indexed actor);

    /// @notice The register of DIDs has no such DID, or it ended.
    /// @custom:remedy Insert the document of the DID first, or check the DID.
    error TrustedIssuersRegistryDidUnknown(string did);
    /// @notice The caller does not act for the DID.
    /// @custom:remedy Send the transaction from an account with a valid relationship capabilityInvocation in a controller's document.
    error TrustedIssuersRegistryNotController(string did, address caller);
    /// @notice The attribute cannot be reserved with this type.
    /// @custom:remedy Give 1 (RootTAO), 2 (TAO) or 3 (TI) to reserve, 4 (Revoked) to revoke.
    error TrustedIssuersRegistryTypeInvalid(IssuerType issuerType);
    /// @notice No body admitted the DID as a Root TAO.
    /// @custom:remedy Propose to admit the DID, or be accredited as a TAO by a Root TAO.
    error TrustedIssuersRegistryNotRoot(string did);
    /// @notice A Root TAO stands for itself.
    /// @custom:remedy Give the DID itself and the same attribute as those of the TAO.
    error TrustedIssuersRegistryRootNotItself(string did, string taoDid);
    /// @notice The attribute that is to accredit does not count, or only makes an issuer: it has no scope to pass on.
    /// @custom:remedy Give an attribute of the TAO that is accepted and not revoked, up to the root, of type RootTAO or TAO.
    error TrustedIssuersRegistryCannotAccredit(string taoDid, bytes32 taoAttributeId);
    /// @notice The DID stands in the chain already, so that it would accredit itself.
    /// @custom:remedy Be accredited by a TAO that does not owe its accreditation to this DID.
    error TrustedIssuersRegistryCircle(string did, bytes32 taoAttributeId);
    /// @notice The chain to the root would be too long.
    /// @custom:remedy Be accredited by a TAO nearer to the root.
    error TrustedIssuersRegistryTooDeep(bytes32 taoAttributeId, uint256 maximum);
    /// @notice The id of the attribute is 0 or in use.
    /// @custom:remedy Give another id. To renew an accreditation, commit and accept another body for its attribute.
    error TrustedIssuersRegistryAttributeIdInvalid(bytes32 attributeId);
    /// @notice The DID has no such attribute.
    /// @custom:remedy Give the id with which the attribute was reserved.
    error TrustedIssuersRegistryUnknownAttribute(string did, bytes32 attributeId);
    /// @notice The attribute has no such revision.
    /// @custom:remedy Give the id of one of its revisions.
    error TrustedIssuersRegistryUnknownRevision(bytes32 attributeId, bytes32 revisionId);
    /// @notice The attribute is revoked for good.
    /// @custom:remedy Reserve another attribute.
    error TrustedIssuersRegistryRevoked(bytes32 attributeId);
    /// @notice Only the TAO of the attribute or its Root TAO revokes it.
    /// @custom:remedy Give the DID of one of them as the TAO's.
    error TrustedIssuersRegistryNotAccreditor(bytes32 attributeId, string taoDid);
    /// @notice The scope is empty, too long, unsorted, or has a type twice.
    /// @custom:remedy Give 1 to `maximum` hashes of credential types, each once, in ascending order.
    error TrustedIssuersRegistryScopeInvalid(uint256 length, uint256 maximum);
    /// @notice The scope is wider than that of whoever accredits.
    /// @custom:remedy Leave the type out, or widen the accrediting scope first.
    error TrustedIssuersRegistryScopeTooWide(bytes32 taoAttributeId, bytes32 credentialType);
    /// @notice The hash is 0, or the attribute had a body with this hash before.
    /// @custom:remedy Commit the sha-256 of a new body.
    error TrustedIssuersRegistryBodyHashInvalid(bytes32 attributeId, bytes32 bodyHash);
    /// @notice The body is not the one that the TAO committed.
    /// @custom:remedy Accept the body that the TAO issued, or ask it to commit this one.
    error TrustedIssuersRegistryBodyNotCommitted(bytes32 attributeId, bytes32 bodyHash, bytes32 committed);
    /// @notice The body is empty or too long.
    /// @custom:remedy Give 1 to `maximum` bytes.
    error TrustedIssuersRegistryBodyLength(uint256 length, uint256 maximum);
    /// @notice The DID has no attribute.
    /// @custom:remedy Check the DID; an issuer is whoever an attribute was reserved for.
    error TrustedIssuersRegistryUnknownIssuer(string did);
    /// @notice The data of the proxy are empty or too long.
    /// @custom:remedy Give 1 to `maximum` bytes of JSON.
    error TrustedIssuersRegistryProxyLength(uint256 length, uint256 maximum);
    /// @notice The issuer has this proxy already.
    /// @custom:remedy Update the proxy instead.
    error TrustedIssuersRegistryProxyKnown(string did, bytes32 proxyId);
    /// @notice The issuer has no such proxy.
    /// @custom:remedy Check the id: the sha-256 of the data with which the proxy was added.
    error TrustedIssuersRegistryUnknownProxy(string did, bytes32 proxyId);
    /// @notice An issuer has a bounded number of proxies.
    /// @custom:remedy Remove one of the `maximum` proxies first.
    error TrustedIssuersRegistryTooManyProxies(string did, uint256 maximum);

    /// @notice Admits a DID as a Root TAO for these types of credentials, or changes the types. Restricted. The DID then reserves,
    /// commits and accepts its own accreditation. Attributes of a Root TAO that was dismissed before count again.
    /// @param scope 1 to 64 hashes, in ascending order.
    function admitRootTao(string calldata did, bytes32[] calldata scope) external;

    /// @notice Takes from a Root TAO what it was admitted for, and from all below it their accreditation. Restricted.
    function dismissRootTao(string calldata did) external;

    /// @notice Reserves an attribute, or revokes one. By an account that acts for the TAO.
    /// @param did Who is accredited; an active DID. A root accredits itself.
    /// @param attributeId Id of the attribute: a random number when it is reserved.
    /// @param issuerType 1 to 3 to reserve; 4 revokes, by its TAO or its Root TAO, also when these do not count any more.
    /// @param taoDid Who accredits or revokes.
    /// @param taoAttributeId Attribute by which the TAO accredits; for a root `attributeId`. Not read by a revocation.
    function setAttributeMetadata(
        string calldata did,
        bytes32 attributeId,
        IssuerType issuerType,
        string calldata taoDid,
        bytes32 taoAttributeId
    ) external;

    /// @notice Says which body the DID may accept for the attribute, and for which types it is accredited with it. By an account that
    /// acts for the attribute's TAO. Replaces a body that was committed and not accepted; one that was accepted counts until the next is.
    /// @param bodyHash sha-256 of the body.
    /// @param scope 1 to 64 hashes of credential types, in ascending order, each in the present scope of the TAO's attribute.
    function commitAccreditation(
        string calldata did,
        bytes32 attributeId,
        bytes32 bodyHash,
        bytes32[] calldata scope
    ) external;

    /// @notice Accepts an accreditation with its body, the one that the TAO committed last. By an account that acts for the DID.
    /// The revision has the sha-256 of the body as id.
    function setAttributeData(string calldata did, bytes32 attributeId, bytes calldata attributeData) external;

    /// @notice Adds a proxy to an issuer, which has at most 16. By an account that acts for the DID, or that has the policy `TIR:updateIssuer`.
    /// @param proxyData JSON, 1 to 2048 bytes; its sha-256 is the proxy's id.
    function addIssuerProxy(string calldata did, string calldata proxyData) external;

    /// @notice Changes the data of a proxy. By the same.
    function updateIssuerProxy(string calldata did, bytes32 proxyId, string calldata proxyData) external;

    /// @notice Removes a proxy. By the same.
    function removeIssuerProxy(string calldata did, bytes32 proxyId) external;

    /// @notice An attribute as it is now; all zero for an unknown one.
    function accreditation(bytes32 attributeId) external view returns (Accreditation memory);

    /// @notice Whether the DID is accredited for a type of credentials by the attribute: every link up to the root counts, and the type is in
    /// the scope of each. Never reverts.
    function isAccredited(
        string calldata did,
        bytes32 attributeId,
        bytes32 credentialType
    ) external view returns (bool);

    /// @notice Types of credentials with which a body was committed for an attribute; empty for an unknown one.
    function scopeOf(bytes32 attributeId, bytes32 bodyHash) external view returns (bytes32[] memory);

    /// @notice Whether a body admitted a DID as a Root TAO, and for which types.
    function rootTao(string calldata did) external view returns (bool admitted, bytes32[] memory scope);

    /// @notice Whether an issuer has accepted nothing yet, and how many attributes it has, accepted or not.
    function getIssuer(string calldata did) external view returns (bool noAttributesAccepted, uint256 totalAttributes);

    /// @notice DIDs for which an attribute was ever reserved.
    function getIssuers(
        uint256 page,
        uint256 pageSize
    ) external view returns (string[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice Ids of the attributes of an issuer.
    function getIssuerAttributes(
        string calldata did,
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes32[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice Ids of the revisions of an attribute, oldest first.
    function getIssuerAttributeRevisions(
        string calldata did,
        bytes32 attributeId,
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes32[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);

    /// @notice Id of the last revision of an attribute.
    function getLatestRevisionAttributeId(string calldata did, bytes32 attributeId) external view returns (bytes32);

    /// @notice A revision of an attribute.
    function getRevisionAttribute(
        string calldata did,
        bytes32 attributeId,
        bytes32 revisionId
    ) external view returns (Attribute memory);

    /// @notice The last revision of an attribute.
    function getLatestRevisionAttribute(
        string calldata did,
        bytes32 attributeId
    ) external view returns (Attribute memory);

    /// @notice Data of a proxy.
    function getIssuerProxyById(string calldata did, bytes32 proxyId) external view returns (string memory proxyData);

    /// @notice Ids of the proxies of an issuer, in no particular order.
    function getIssuerProxies(
        string calldata did,
        uint256 page,
        uint256 pageSize
    ) external view returns (bytes32[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next);
}
