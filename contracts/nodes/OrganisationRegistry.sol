// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {OrganisationId, organisationIdOf} from "../types/OrganisationId.sol";
import {IOrganisationRegistry, OrganisationStatus} from "./IOrganisationRegistry.sol";

/// @title Register of the organisations of the network
/// @dev Stands behind a RegistryProxy.
contract OrganisationRegistry is IOrganisationRegistry, Breakable, AccessManagedUpgradeable, UUPSUpgradeable {
    uint256 private constant IDENTIFIER_MAXIMUM = 64;
    uint256 private constant NAME_MAXIMUM = 128;
    uint256 private constant ADMINISTRATORS_MAXIMUM = 16;
    uint256 private constant DID_MAXIMUM = 256;
    /// @dev Levels of the tree.
    uint256 private constant DEPTH_MAXIMUM = 5;
    uint256 private constant CHILDREN_MAXIMUM = 256;
    OrganisationId private constant NOBODY = OrganisationId.wrap(0);

    /// @custom:storage-location erc7201:foedus.storage.OrganisationRegistry
    struct OrganisationRegistryStorage {
        mapping(OrganisationId id => Organisation) organisations;
        /// Generation in which an account became an administrator; it acts while that is the organisation's present one.
        mapping(OrganisationId id => mapping(address account => uint256 generation)) administrators;
        /// How often a body replaced all administrators: each time begins a generation, so that nothing loops over the old ones.
        mapping(OrganisationId id => uint256 count) replacements;
        mapping(OrganisationId id => OrganisationDescription) descriptions;
        mapping(OrganisationId id => OrganisationId parent) parents;
        mapping(OrganisationId id => uint256 count) childCounts;
        /// Where an account was appointed; only `isAdministrator` says whether that still holds.
        mapping(address account => OrganisationId) administered;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.OrganisationRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0xd472b87a33223c0c27e26e07650af4969b47e0405b6eae48e121a1f635977f00;

    /// @dev Only proxies are initialised.
    /// @param breaker Whom functions ask that can be paused.
    constructor(ICircuitBreaker breaker) Breakable(breaker) {
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
        // The body's word counts more than that of an organisation which appointed the account while the body was voting.
        _storage().administered[administrator] = id;
    }

    /// @inheritdoc IOrganisationRegistry
    function describeOrganisation(OrganisationId id, OrganisationDescription calldata given) external restricted {
        _requireNotRetired(id);
        if (!_isJurisdiction(given.jurisdiction)) revert OrganisationRegistryJurisdictionInvalid(given.jurisdiction);
        if (!_isDid(bytes(given.did))) revert OrganisationRegistryDidInvalid(given.did);

        _storage().descriptions[id] = given;

        emit OrganisationDescribed(id, msg.sender, given.kind, given.jurisdiction, given.did, given.document);
    }

    /// @inheritdoc IOrganisationRegistry
    function placeOrganisation(OrganisationId id, OrganisationId parent) external restricted {
        // A retired organisation may leave the tree, else it would hold its parent where that is for ever.
        if (parent == NOBODY) _requireRegistered(id);
        else _requireNotRetired(id);
        OrganisationRegistryStorage storage $ = _storage();
        // Without children below it, nothing of what stands above the new parent can be the organisation itself: no cycle.
        if ($.childCounts[id] != 0) revert OrganisationRegistryHasChildren(id, $.childCounts[id]);
        if (parent != NOBODY) {
            if (parent == id || _requireRegistered(parent) == OrganisationStatus.Retired) {
                revert OrganisationRegistryParentInvalid(id, parent);
            }
            if (_depth(parent) == DEPTH_MAXIMUM) revert OrganisationRegistryTooDeep(parent, DEPTH_MAXIMUM);
            if ($.childCounts[parent] == CHILDREN_MAXIMUM) {
                revert OrganisationRegistryTooBroad(parent, CHILDREN_MAXIMUM);
            }
        }

        OrganisationId previous = $.parents[id];
        if (previous != NOBODY) --$.childCounts[previous];
        if (parent != NOBODY) ++$.childCounts[parent];
        $.parents[id] = parent;

        emit OrganisationPlaced(id, parent, msg.sender);
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
    function appointAdministrator(OrganisationId id, address administrator) external whenNotPaused {
        _requireActingAdministrator(id);
        _appoint(id, administrator);
    }

    /// @inheritdoc IOrganisationRegistry
    function removeAdministrator(OrganisationId id, address administrator) external whenNotPaused {
        _requireActingAdministrator(id);
        if (!isAdministrator(id, administrator)) revert OrganisationRegistryUnknownAdministrator(id, administrator);
        _remove(id, administrator);
    }

    /// @inheritdoc IOrganisationRegistry
    function renounceAdministration(OrganisationId id) external {
        if (!isAdministrator(id, msg.sender)) revert OrganisationRegistryNotAdministrator(id, msg.sender);
        _remove(id, msg.sender);
    }

    /// @inheritdoc IOrganisationRegistry
    function chooseOrganisation(OrganisationId id) external {
        if (!isAdministrator(id, msg.sender)) revert OrganisationRegistryNotAdministrator(id, msg.sender);

        _storage().administered[msg.sender] = id;

        emit OrganisationChosen(msg.sender, id);
    }

    /// @inheritdoc IOrganisationRegistry
    function recoverAdministrator(OrganisationId id, address administrator) external restricted {
        _requireNotRetired(id);
        if (administrator == address(0)) revert OrganisationRegistryZeroAdministrator(id);

        ++_storage().replacements[id];
        _organisation(id).administratorCount = 1;
        _storage().administrators[id][administrator] = _generation(id);
        _storage().administered[administrator] = id;

        emit AdministratorsReplaced(id, administrator, msg.sender);
    }

    /// @inheritdoc IOrganisationRegistry
    function organisation(OrganisationId id) external view returns (Organisation memory) {
        return _organisation(id);
    }

    /// @inheritdoc IOrganisationRegistry
    function organisationDescription(OrganisationId id) external view returns (OrganisationDescription memory) {
        return _storage().descriptions[id];
    }

    /// @inheritdoc IOrganisationRegistry
    function parentOf(OrganisationId id) public view returns (OrganisationId) {
        return _storage().parents[id];
    }

    /// @inheritdoc IOrganisationRegistry
    function childCount(OrganisationId id) external view returns (uint256) {
        return _storage().childCounts[id];
    }

    /// @inheritdoc IOrganisationRegistry
    function administeredBy(address account) public view returns (OrganisationId) {
        OrganisationId id = _storage().administered[account];
        return isAdministrator(id, account) ? id : NOBODY;
    }

    /// @inheritdoc IOrganisationRegistry
    function isActive(OrganisationId id) public view returns (bool) {
        // At most as many steps as the tree has levels.
        for (; _organisation(id).status == OrganisationStatus.Active; id = parentOf(id)) {
            if (parentOf(id) == NOBODY) return true;
        }
        return false;
    }

    /// @inheritdoc IOrganisationRegistry
    function isAdministrator(OrganisationId id, address account) public view returns (bool) {
        return _storage().administrators[id][account] == _generation(id);
    }

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) external pure returns (bool) {
        return
            selector == IOrganisationRegistry.appointAdministrator.selector ||
            selector == IOrganisationRegistry.removeAdministrator.selector;
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
        // What still holds stays, so that nobody takes another organisation's administrator over by appointing it.
        if (!isActive(administeredBy(administrator))) _storage().administered[administrator] = id;

        emit AdministratorAppointed(id, administrator, msg.sender);
    }

    function _remove(OrganisationId id, address administrator) private {
        Organisation storage registered = _organisation(id);
        if (registered.administratorCount == 1) revert OrganisationRegistryLastAdministrator(id, administrator);

        --registered.administratorCount;
        delete _storage().administrators[id][administrator];

        emit AdministratorRemoved(id, administrator, msg.sender);
    }

    function _setStatus(OrganisationId id, OrganisationStatus status) private {
        _organisation(id).status = status;

        emit OrganisationStatusChanged(id, msg.sender, status);
    }

    function _requireActingAdministrator(OrganisationId id) private view {
        _requireStatus(id, OrganisationStatus.Active);
        OrganisationId parent = parentOf(id);
        if (parent != NOBODY && !isActive(parent)) revert OrganisationRegistryParentNotActive(id, parent);
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

    /// @dev Levels from the organisation up to the top, both counted.
    function _depth(OrganisationId id) private view returns (uint256 depth) {
        for (; id != NOBODY; id = parentOf(id)) ++depth;
    }

    function _isJurisdiction(bytes2 code) private pure returns (bool) {
        return code[0] >= "A" && code[0] <= "Z" && code[1] >= "A" && code[1] <= "Z";
    }

    function _isDid(bytes calldata did) private pure returns (bool) {
        return did.length == 0 || (did.length > 4 && did.length <= DID_MAXIMUM && bytes4(did) == "did:");
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
