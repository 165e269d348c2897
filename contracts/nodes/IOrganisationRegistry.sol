// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {OrganisationId} from "../types/OrganisationId.sol";

/// @notice Life cycle of an organisation: registered as active, suspended and reinstated by decision, retired for good.
enum OrganisationStatus {
    None,
    Active,
    Suspended,
    Retired
}

/// @notice What an organisation is to the network. `Unspecified` until a body has said it.
enum OrganisationKind {
    Unspecified,
    StateBody,
    Agency,
    Operator,
    Auditor,
    Regulator,
    ServiceProvider,
    CloudProvider,
    InstitutionalUser
}

/// @title Register of the organisations of the network
/// @notice A body registers, describes, places, suspends, reinstates and retires; the organisation's own administrators act for it.
/// @dev Organisations form a tree: a child is active only while it and all above it are, so that it is never more alive than its parent.
/// Depth and breadth of the tree are bounded, so is every walk up to its root.
interface IOrganisationRegistry {
    struct Organisation {
        /// Legal identifier in UTF-8, 1 to 64 bytes, for example an EUID; its keccak256 is the id.
        string identifier;
        /// Legal name in UTF-8, 1 to 128 bytes.
        string name;
        OrganisationStatus status;
        /// How many administrators the organisation has, 1 to 16.
        uint8 administratorCount;
    }

    /// @notice What a body says about an organisation.
    struct OrganisationDescription {
        OrganisationKind kind;
        /// ISO 3166-1 alpha-2 code of the state under whose law it stands, or `EU`; two capital letters.
        bytes2 jurisdiction;
        /// Decentralised identifier, for example `did:ebsi:z...`; at most 256 bytes, empty if it has none.
        string did;
        /// Anchor: hash of the document that the description rests on, 0 if there is none.
        bytes32 document;
    }

    /// @notice An organisation was registered as active.
    event OrganisationRegistered(
        OrganisationId indexed organisation,
        address indexed actor,
        string identifier,
        string name
    );
    /// @notice An organisation has a new status.
    event OrganisationStatusChanged(
        OrganisationId indexed organisation,
        address indexed actor,
        OrganisationStatus status
    );
    /// @notice A body says something else about an organisation.
    event OrganisationDescribed(
        OrganisationId indexed organisation,
        address indexed actor,
        OrganisationKind kind,
        bytes2 jurisdiction,
        string did,
        bytes32 document
    );
    /// @notice An organisation stands under `parent` from now on, or at the top of the tree if that is 0.
    event OrganisationPlaced(OrganisationId indexed organisation, OrganisationId indexed parent, address indexed actor);
    /// @notice An account may act for an organisation from now on.
    event AdministratorAppointed(
        OrganisationId indexed organisation,
        address indexed administrator,
        address indexed actor
    );
    /// @notice An account may no longer act for an organisation.
    event AdministratorRemoved(
        OrganisationId indexed organisation,
        address indexed administrator,
        address indexed actor
    );
    /// @notice From now on one account alone may act for an organisation; nobody who could before still can.
    event AdministratorsReplaced(
        OrganisationId indexed organisation,
        address indexed administrator,
        address indexed actor
    );

    /// @notice An account that administers several organisations acts for this one.
    event OrganisationChosen(address indexed account, OrganisationId indexed organisation);

    /// @notice No organisation has this id.
    /// @custom:remedy Register the organisation first, or check its legal identifier.
    error OrganisationRegistryUnknown(OrganisationId organisation);
    /// @notice The legal identifier is registered already.
    /// @custom:remedy Use the registered organisation; a retired one cannot be registered again.
    error OrganisationRegistryAlreadyRegistered(OrganisationId organisation);
    /// @notice The organisation's status does not allow this step.
    /// @custom:remedy Only active organisations act and can be suspended, only suspended ones can be reinstated; retirement is final.
    error OrganisationRegistryWrongStatus(OrganisationId organisation, OrganisationStatus status);
    /// @notice A text is empty or too long.
    /// @custom:remedy Give 1 to `maximum` bytes of UTF-8.
    error OrganisationRegistryTextLength(uint256 length, uint256 maximum);
    /// @notice The caller is not an administrator of the organisation.
    /// @custom:remedy Let one of the organisation's administrators send the transaction.
    error OrganisationRegistryNotAdministrator(OrganisationId organisation, address account);
    /// @notice The zero address cannot be an administrator.
    /// @custom:remedy Give the account that is to act for the organisation.
    error OrganisationRegistryZeroAdministrator(OrganisationId organisation);
    /// @notice The account is an administrator of the organisation already.
    /// @custom:remedy Nothing to do.
    error OrganisationRegistryAlreadyAdministrator(OrganisationId organisation, address account);
    /// @notice The account that is to be removed is no administrator of the organisation.
    /// @custom:remedy Check the account; the page of the organisation lists its administrators.
    error OrganisationRegistryUnknownAdministrator(OrganisationId organisation, address account);
    /// @notice The account is the organisation's only administrator.
    /// @custom:remedy Appoint a successor before you remove it.
    error OrganisationRegistryLastAdministrator(OrganisationId organisation, address account);
    /// @notice The organisation has as many administrators as it can have.
    /// @custom:remedy Remove one before you appoint another; `maximum` are possible.
    error OrganisationRegistryTooManyAdministrators(OrganisationId organisation, uint256 maximum);

    /// @notice The code of the jurisdiction is not two capital letters.
    /// @custom:remedy Give the ISO 3166-1 alpha-2 code of the state, for example BE, or EU.
    error OrganisationRegistryJurisdictionInvalid(bytes2 jurisdiction);
    /// @notice The DID is too long or does not begin with `did:`.
    /// @custom:remedy Give a DID of at most 256 bytes, for example did:ebsi:z..., or leave it empty.
    error OrganisationRegistryDidInvalid(string did);
    /// @notice An organisation cannot stand under itself or under a retired one.
    /// @custom:remedy Choose another parent.
    error OrganisationRegistryParentInvalid(OrganisationId organisation, OrganisationId parent);
    /// @notice An organisation above this one is not active.
    /// @custom:remedy A body must reinstate what stands above, or place this organisation elsewhere.
    error OrganisationRegistryParentNotActive(OrganisationId organisation, OrganisationId parent);
    /// @notice An organisation with others below it cannot be moved.
    /// @custom:remedy Move the organisations below it first.
    error OrganisationRegistryHasChildren(OrganisationId organisation, uint256 children);
    /// @notice The tree would become too deep.
    /// @custom:remedy Choose a parent nearer to the top; `maximum` levels are possible.
    error OrganisationRegistryTooDeep(OrganisationId parent, uint256 maximum);
    /// @notice The parent has as many organisations right below it as it can have.
    /// @custom:remedy Choose another parent; `maximum` are possible.
    error OrganisationRegistryTooBroad(OrganisationId parent, uint256 maximum);

    /// @notice Registers an organisation as active with its first administrator. Restricted.
    /// @param identifier Legal identifier, 1 to 64 bytes.
    /// @param name Legal name, 1 to 128 bytes.
    /// @param administrator First account that acts for the organisation.
    function registerOrganisation(
        string calldata identifier,
        string calldata name,
        address administrator
    ) external returns (OrganisationId organisation);

    /// @notice Says what an organisation is; replaces all that was said before. Restricted.
    function describeOrganisation(OrganisationId organisation, OrganisationDescription calldata description) external;

    /// @notice Puts an organisation without children under another one, or at the top if `parent` is 0. Restricted.
    /// @dev Neither of the two is retired, except that a retired organisation may go to the top: its parent is free of it then.
    function placeOrganisation(OrganisationId organisation, OrganisationId parent) external;

    /// @notice Suspends an active organisation: neither it nor any below it can register nodes, and none of their accounts has access to the
    /// chain, until it is reinstated. Restricted.
    /// @dev Warning: nodes that are active already stay active; the body suspends them one by one.
    function suspendOrganisation(OrganisationId organisation) external;

    /// @notice Makes a suspended organisation active again. Restricted.
    function reinstateOrganisation(OrganisationId organisation) external;

    /// @notice Retires an active or suspended organisation for good. Restricted.
    function retireOrganisation(OrganisationId organisation) external;

    /// @notice Lets `administrator` act for the organisation. By one of its administrators while it is active.
    function appointAdministrator(OrganisationId organisation, address administrator) external;

    /// @notice Takes the right to act from `administrator`. By one of the organisation's administrators while it is active.
    function removeAdministrator(OrganisationId organisation, address administrator) external;

    /// @notice Gives up the right to act for an organisation, whatever its status. By an administrator that is not the last.
    function renounceAdministration(OrganisationId organisation) external;

    /// @notice Says for which of the organisations that it administers an account acts where that is not said otherwise. By the account.
    function chooseOrganisation(OrganisationId organisation) external;

    /// @notice Replaces all administrators by one, for an organisation that lost its keys or had one stolen; also while it is
    /// suspended. Restricted.
    /// @dev The one may be an administrator already. It appoints the others again. What a thief registered before stays: the body does not admit
    /// such a node, and the new administrator withdraws it. Accounts that a thief registered stay as well: the new administrator removes them.
    /// @param administrator Account that alone acts for the organisation from now on.
    function recoverAdministrator(OrganisationId organisation, address administrator) external;

    /// @notice All that is registered about an organisation; `status` is `None` for an unknown one.
    function organisation(OrganisationId id) external view returns (Organisation memory);

    /// @notice What the body says about an organisation; `Unspecified` and empty if nothing.
    function organisationDescription(OrganisationId id) external view returns (OrganisationDescription memory);

    /// @notice The organisation above; 0 at the top.
    function parentOf(OrganisationId id) external view returns (OrganisationId);

    /// @notice How many organisations stand right below, retired ones included.
    function childCount(OrganisationId id) external view returns (uint256);

    /// @notice An organisation of which the account is an administrator, or 0. Of several the one for which a body named it last, else
    /// the first.
    /// @dev An account that several organisations appointed chooses by `chooseOrganisation`; so do administrators from before the register
    /// remembered them.
    function administeredBy(address account) external view returns (OrganisationId);

    /// @notice Whether the organisation and all above it are registered and active.
    function isActive(OrganisationId organisation) external view returns (bool);

    /// @notice Whether `account` is an administrator of the organisation, whatever the organisation's status.
    function isAdministrator(OrganisationId organisation, address account) external view returns (bool);
}
