// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";

import {OrganisationId, organisationIdOf} from "../types/OrganisationId.sol";
import {IOrganisationRegistry, OrganisationStatus} from "./IOrganisationRegistry.sol";

/// @title Register of the organisations that run nodes
/// @dev Stands behind a RegistryProxy.
contract OrganisationRegistry is IOrganisationRegistry, AccessManagedUpgradeable, UUPSUpgradeable {
    uint256 private constant IDENTIFIER_MAXIMUM = 64;
    uint256 private constant NAME_MAXIMUM = 128;
    uint256 private constant ADMINISTRATORS_MAXIMUM = 16;

    /// @custom:storage-location erc7201:foedus.storage.OrganisationRegistry
    struct OrganisationRegistryStorage {
        mapping(OrganisationId id => Organisation) organisations;
        /// Generation in which an account became an administrator; it acts while that is the organisation's present one.
        mapping(OrganisationId id => mapping(address account => uint256 generation)) administrators;
        /// How often a body replaced all administrators: each time begins a generation, so that nothing loops over the old ones.
        mapping(OrganisationId id => uint256 count) replacements;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.OrganisationRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0xd472b87a33223c0c27e26e07650af4969b47e0405b6eae48e121a1f635977f00;

    /// @dev Only proxies are initialised.
    constructor() {
        _disableInitializers();
    }

    /// @notice Connects the register to the authority that says who decides. Once.
    function initialize(address initialAuthority) external initializer {
        __AccessManaged_init(initialAuthority);
    }

    /// @inheritdoc IOrganisationRegistry
    function registerOrganisation(
        string calldata identifier,
        string calldata name,
        address administrator
    ) external restricted returns (OrganisationId id) {
        _requireLength(bytes(identifier).length, IDENTIFIER_MAXIMUM);
        _requireLength(bytes(name).length, NAME_MAXIMUM);
        id = organisationIdOf(identifier);
        Organisation storage registered = _organisation(id);
        if (registered.status != OrganisationStatus.None) revert OrganisationRegistryAlreadyRegistered(id);

        registered.identifier = identifier;
        registered.name = name;
        registered.status = OrganisationStatus.Active;

        emit OrganisationRegistered(id, msg.sender, identifier, name);
        _appoint(id, administrator);
    }

    /// @inheritdoc IOrganisationRegistry
    function suspendOrganisation(OrganisationId id) external restricted {
        _requireStatus(id, OrganisationStatus.Active);
        _setStatus(id, OrganisationStatus.Suspended);
    }

    /// @inheritdoc IOrganisationRegistry
    function reinstateOrganisation(OrganisationId id) external restricted {
        _requireStatus(id, OrganisationStatus.Suspended);
        _setStatus(id, OrganisationStatus.Active);
    }

    /// @inheritdoc IOrganisationRegistry
    function retireOrganisation(OrganisationId id) external restricted {
        _requireNotRetired(id);
        _setStatus(id, OrganisationStatus.Retired);
    }

    /// @inheritdoc IOrganisationRegistry
    function appointAdministrator(OrganisationId id, address administrator) external {
        _requireActingAdministrator(id);
        _appoint(id, administrator);
    }

    /// @inheritdoc IOrganisationRegistry
    function removeAdministrator(OrganisationId id, address administrator) external {
        _requireActingAdministrator(id);
        if (!isAdministrator(id, administrator)) revert OrganisationRegistryUnknownAdministrator(id, administrator);
        Organisation storage registered = _organisation(id);
        if (registered.administratorCount == 1) revert OrganisationRegistryLastAdministrator(id, administrator);

        --registered.administratorCount;
        delete _storage().administrators[id][administrator];

        emit AdministratorRemoved(id, administrator, msg.sender);
    }

    /// @inheritdoc IOrganisationRegistry
    function recoverAdministrator(OrganisationId id, address administrator) external restricted {
        _requireNotRetired(id);
        if (administrator == address(0)) revert OrganisationRegistryZeroAdministrator(id);

        ++_storage().replacements[id];
        _organisation(id).administratorCount = 1;
        _storage().administrators[id][administrator] = _generation(id);

        emit AdministratorsReplaced(id, administrator, msg.sender);
    }

    /// @inheritdoc IOrganisationRegistry
    function organisation(OrganisationId id) external view returns (Organisation memory) {
        return _organisation(id);
    }

    /// @inheritdoc IOrganisationRegistry
    function isActive(OrganisationId id) external view returns (bool) {
        return _organisation(id).status == OrganisationStatus.Active;
    }

    /// @inheritdoc IOrganisationRegistry
    function isAdministrator(OrganisationId id, address account) public view returns (bool) {
        return _storage().administrators[id][account] == _generation(id);
    }

    function _appoint(OrganisationId id, address administrator) private {
        if (administrator == address(0)) revert OrganisationRegistryZeroAdministrator(id);
        if (isAdministrator(id, administrator)) revert OrganisationRegistryAlreadyAdministrator(id, administrator);
        Organisation storage registered = _organisation(id);
        if (registered.administratorCount == ADMINISTRATORS_MAXIMUM) {
            revert OrganisationRegistryTooManyAdministrators(id, ADMINISTRATORS_MAXIMUM);
        }

        ++registered.administratorCount;
        _storage().administrators[id][administrator] = _generation(id);

        emit AdministratorAppointed(id, administrator, msg.sender);
    }

    function _setStatus(OrganisationId id, OrganisationStatus status) private {
        _organisation(id).status = status;

        emit OrganisationStatusChanged(id, msg.sender, status);
    }

    function _requireActingAdministrator(OrganisationId id) private view {
        _requireStatus(id, OrganisationStatus.Active);
        if (!isAdministrator(id, msg.sender)) revert OrganisationRegistryNotAdministrator(id, msg.sender);
    }

    function _requireStatus(OrganisationId id, OrganisationStatus wanted) private view {
        OrganisationStatus status = _requireRegistered(id);
        if (status != wanted) revert OrganisationRegistryWrongStatus(id, status);
    }

    function _requireNotRetired(OrganisationId id) private view {
        OrganisationStatus status = _requireRegistered(id);
        if (status == OrganisationStatus.Retired) revert OrganisationRegistryWrongStatus(id, status);
    }

    function _requireRegistered(OrganisationId id) private view returns (OrganisationStatus status) {
        status = _organisation(id).status;
        if (status == OrganisationStatus.None) revert OrganisationRegistryUnknown(id);
    }

    function _requireLength(uint256 length, uint256 maximum) private pure {
        if (length == 0 || length > maximum) revert OrganisationRegistryTextLength(length, maximum);
    }

    /// @dev Counted from 1 on, because 0 stands for an account that was never appointed.
    function _generation(OrganisationId id) private view returns (uint256) {
        return _storage().replacements[id] + 1;
    }

    function _organisation(OrganisationId id) private view returns (Organisation storage) {
        return _storage().organisations[id];
    }

    function _storage() private pure returns (OrganisationRegistryStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
