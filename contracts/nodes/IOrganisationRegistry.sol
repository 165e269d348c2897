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

/// @title Register of the organisations that run nodes
/// @notice A body registers, suspends, reinstates and retires; the organisation's own administrators act for it.
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

    /// @notice Registers an organisation as active with its first administrator. Restricted.
    /// @param identifier Legal identifier, 1 to 64 bytes.
    /// @param name Legal name, 1 to 128 bytes.
    /// @param administrator First account that acts for the organisation.
    function registerOrganisation(
        string calldata identifier,
        string calldata name,
        address administrator
    ) external returns (OrganisationId organisation);

    /// @notice Suspends an active organisation: it cannot register nodes until it is reinstated. Restricted.
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

    /// @notice Replaces all administrators by one, for an organisation that lost its keys or had one stolen; also while it is
    /// suspended. Restricted.
    /// @dev The one may be an administrator already. It appoints the others again. What a thief registered before stays: the body does not admit
    /// such a node, and the new administrator withdraws it.
    /// @param administrator Account that alone acts for the organisation from now on.
    function recoverAdministrator(OrganisationId organisation, address administrator) external;

    /// @notice All that is registered about an organisation; `status` is `None` for an unknown one.
    function organisation(OrganisationId id) external view returns (Organisation memory);

    /// @notice Whether the organisation is registered and active.
    function isActive(OrganisationId organisation) external view returns (bool);

    /// @notice Whether `account` is an administrator of the organisation, whatever the organisation's status.
    function isAdministrator(OrganisationId organisation, address account) external view returns (bool);
}
