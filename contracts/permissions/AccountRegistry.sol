// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";

import {IOrganisationRegistry} from "../nodes/IOrganisationRegistry.sol";
import {OrganisationId} from "../types/OrganisationId.sol";
import {Access, IAccountRegistry} from "./IAccountRegistry.sol";

/// @title Register of the accounts that use the chain
/// @dev Stands behind a RegistryProxy.
contract AccountRegistry is IAccountRegistry, AccessManagedUpgradeable, UUPSUpgradeable, EIP712Upgradeable {
    using RateLimiter for RateLimiter.RefillingBucket;

    bytes32 private constant REGISTRATION_TYPEHASH = keccak256(
        "AccountRegistration(bytes32 organisation,address account,uint256 nonce,uint48 deadline)"
    );
    /// @dev What an organisation can give before a body has set its limits.
    Access private constant INITIAL_ACCESS = Access.Transact;
    uint32 private constant INITIAL_ACCOUNTS = 32;
    uint48 private constant WINDOW_MAXIMUM = 30 days;
    OrganisationId private constant NOBODY = OrganisationId.wrap(0);

    /// @custom:storage-location erc7201:foedus.storage.AccountRegistry
    struct AccountRegistryStorage {
        IOrganisationRegistry organisationRegistry;
        /// Organisations that have accounts: each has an equal share of the gas.
        uint32 sharers;
        mapping(address account => Account) accounts;
        mapping(address account => uint256) nonces;
        mapping(OrganisationId organisation => uint32 count) accountCounts;
        mapping(OrganisationId organisation => Limits) limits;
        mapping(OrganisationId organisation => bool) hasLimits;
        mapping(address target => bool) restrictedTargets;
        mapping(address target => mapping(address sender => bool)) permittedSenders;
        uint208 gasPerWindow;
        uint48 gasWindow;
        RateLimiter.RefillingBucket gas;
    }

    /// @dev keccak256(abi.encode(uint256(keccak256("foedus.storage.AccountRegistry")) - 1)) & ~bytes32(uint256(0xff))
    bytes32 private constant STORAGE_LOCATION = 0x5dfdc847dcc2e2de90e5e5a657f8f6f356c203f5d9c97a256d0e859ce6ac0500;

    /// @dev Only proxies are initialised.
    constructor() {
        _disableInitializers();
    }

    /// @notice Connects the register to the authority that says who decides and to the organisations. Once.
    function initialize(
        address initialAuthority,
        IOrganisationRegistry initialOrganisationRegistry
    ) external initializer {
        __AccessManaged_init(initialAuthority);
        __EIP712_init("Foedus AccountRegistry", "1");
        _storage().organisationRegistry = initialOrganisationRegistry;
    }

    /// @inheritdoc IAccountRegistry
    function registerAccount(
        OrganisationId organisation,
        address account_,
        Access access,
        bytes32 registration,
        uint48 deadline,
        bytes calldata proof
    ) external {
        _requireActive(organisation);
        _requireAdministrator(organisation);
        if (account_ == address(0)) revert AccountRegistryZeroAccount();
        AccountRegistryStorage storage $ = _storage();
        Account storage registered = $.accounts[account_];
        if (registered.organisation != NOBODY) {
            revert AccountRegistryAlreadyRegistered(account_, registered.organisation);
        }
        _requireWithinLimit(organisation, access);
        uint32 count = $.accountCounts[organisation];
        uint32 limit = organisationLimits(organisation).accounts;
        if (count >= limit) revert AccountRegistryTooManyAccounts(organisation, limit);
        if (block.timestamp > deadline) revert AccountRegistryProofExpired(deadline);
        bytes32 digest = registrationDigest(organisation, account_, deadline);
        if (!SignatureChecker.isValidSignatureNowCalldata(account_, digest, proof)) {
            revert AccountRegistryProofInvalid(account_);
        }

        ++$.nonces[account_];
        registered.organisation = organisation;
        registered.access = access;
        registered.registeredAt = uint48(block.timestamp);
        registered.registration = registration;
        $.accountCounts[organisation] = count + 1;
        if (count == 0) _setSharers($.sharers + 1);

        emit AccountRegistered(account_, organisation, msg.sender, access, registration);
    }

    /// @inheritdoc IAccountRegistry
    function setAccountAccess(address account_, Access access) external {
        Account storage registered = _registered(account_);
        OrganisationId organisation = registered.organisation;
        _requireActive(organisation);
        _requireAdministrator(organisation);
        _requireWithinLimit(organisation, access);

        registered.access = access;

        emit AccountAccessChanged(account_, organisation, msg.sender, access);
    }

    /// @inheritdoc IAccountRegistry
    function removeAccount(address account_) external {
        OrganisationId organisation = _registered(account_).organisation;
        if (msg.sender != account_) _requireAdministrator(organisation);
        AccountRegistryStorage storage $ = _storage();
        // Who was suspended stays so: an account does not leave its suspension by leaving its organisation.
        if ($.accounts[account_].suspended) revert AccountRegistrySuspensionUnchanged(account_, true);

        delete $.accounts[account_];
        uint32 count = $.accountCounts[organisation] - 1;
        $.accountCounts[organisation] = count;
        if (count == 0) _setSharers($.sharers - 1);

        emit AccountRemoved(account_, organisation, msg.sender);
    }

    /// @inheritdoc IAccountRegistry
    function suspendAccount(address account_) external restricted {
        _setSuspended(account_, true);
    }

    /// @inheritdoc IAccountRegistry
    function reinstateAccount(address account_) external restricted {
        _setSuspended(account_, false);
    }

    /// @inheritdoc IAccountRegistry
    function setOrganisationLimits(OrganisationId organisation, Access access, uint32 accounts) external restricted {
        AccountRegistryStorage storage $ = _storage();
        $.limits[organisation] = Limits({access: access, accounts: accounts});
        $.hasLimits[organisation] = true;

        emit OrganisationLimitsSet(organisation, msg.sender, access, accounts);
    }

    /// @inheritdoc IAccountRegistry
    function restrictTarget(address target, bool restricted_) external restricted {
        _storage().restrictedTargets[target] = restricted_;

        emit TargetRestricted(target, msg.sender, restricted_);
    }

    /// @inheritdoc IAccountRegistry
    function permitSender(address target, address sender, bool permitted) external restricted {
        _storage().permittedSenders[target][sender] = permitted;

        emit SenderPermitted(target, sender, msg.sender, permitted);
    }

    /// @inheritdoc IAccountRegistry
    function setGasPolicy(uint208 gasPerWindow, uint48 window) external restricted {
        if (window == 0 || window > WINDOW_MAXIMUM) revert AccountRegistryWindowInvalid(window);
        AccountRegistryStorage storage $ = _storage();
        $.gasPerWindow = gasPerWindow;
        $.gasWindow = window;
        _setSharers($.sharers);

        emit GasPolicySet(msg.sender, gasPerWindow, window);
    }

    /// @inheritdoc IAccountRegistry
    function consumeGas(address account_, uint256 gas) external restricted {
        OrganisationId organisation = organisationOf(account_);
        if (organisation == NOBODY) revert AccountRegistryUnknown(account_);
        AccountRegistryStorage storage $ = _storage();
        if ($.gasPerWindow != 0 && !$.gas.tryConsume(OrganisationId.unwrap(organisation), gas)) {
            revert AccountRegistryGasExhausted(organisation, gas, gasAvailable(account_));
        }

        emit GasConsumed(organisation, account_, msg.sender, gas);
    }

    /// @inheritdoc IAccountRegistry
    function account(address account_) external view returns (Account memory) {
        return _storage().accounts[account_];
    }

    /// @inheritdoc IAccountRegistry
    function accessOf(address account_) public view returns (Access) {
        Account memory registered = _storage().accounts[account_];
        if (registered.suspended) return Access.None;
        OrganisationId organisation = organisationOf(account_);
        if (organisation == NOBODY || !organisationRegistry().isActive(organisation)) return Access.None;
        // Administrators register accounts and nodes before they have registered themselves.
        if (registered.organisation == NOBODY) return Access.Transact;
        Access limit = organisationLimits(organisation).access;
        return registered.access < limit ? registered.access : limit;
    }

    /// @inheritdoc IAccountRegistry
    function actsFor(address account_, OrganisationId organisation) external view returns (bool) {
        if (organisationRegistry().isAdministrator(organisation, account_)) return true;
        return _storage().accounts[account_].organisation == organisation && accessOf(account_) >= Access.Transact;
    }

    /// @inheritdoc IAccountRegistry
    function mayReach(address sender, address target) external view returns (bool) {
        AccountRegistryStorage storage $ = _storage();
        if (!$.restrictedTargets[target] || $.permittedSenders[target][sender]) return true;
        return accessOf(sender) == Access.Full;
    }

    /// @inheritdoc IAccountRegistry
    function gasAvailable(address account_) public view returns (uint256) {
        OrganisationId organisation = organisationOf(account_);
        if (organisation == NOBODY) return 0;
        AccountRegistryStorage storage $ = _storage();
        return $.gasPerWindow == 0 ? type(uint256).max : $.gas.available(OrganisationId.unwrap(organisation));
    }

    /// @inheritdoc IAccountRegistry
    function organisationOf(address account_) public view returns (OrganisationId organisation) {
        organisation = _storage().accounts[account_].organisation;
        if (organisation == NOBODY) organisation = organisationRegistry().administeredBy(account_);
    }

    /// @inheritdoc IAccountRegistry
    function organisationLimits(OrganisationId organisation) public view returns (Limits memory) {
        AccountRegistryStorage storage $ = _storage();
        if ($.hasLimits[organisation]) return $.limits[organisation];
        return Limits({access: INITIAL_ACCESS, accounts: INITIAL_ACCOUNTS});
    }

    /// @inheritdoc IAccountRegistry
    function accountCount(OrganisationId organisation) external view returns (uint32) {
        return _storage().accountCounts[organisation];
    }

    /// @inheritdoc IAccountRegistry
    function gasPolicy() external view returns (uint208 gasPerWindow, uint48 window, uint208 share) {
        AccountRegistryStorage storage $ = _storage();
        return ($.gasPerWindow, $.gasWindow, _share($.sharers));
    }

    /// @inheritdoc IAccountRegistry
    function nonce(address account_) external view returns (uint256) {
        return _storage().nonces[account_];
    }

    /// @inheritdoc IAccountRegistry
    function registrationDigest(
        OrganisationId organisation,
        address account_,
        uint48 deadline
    ) public view returns (bytes32) {
        return
            _hashTypedDataV4(
                keccak256(
                    abi.encode(REGISTRATION_TYPEHASH, organisation, account_, _storage().nonces[account_], deadline)
                )
            );
    }

    /// @inheritdoc IAccountRegistry
    function organisationRegistry() public view returns (IOrganisationRegistry) {
        return _storage().organisationRegistry;
    }

    function _setSuspended(address account_, bool suspended) private {
        Account storage registered = _registered(account_);
        if (registered.suspended == suspended) revert AccountRegistrySuspensionUnchanged(account_, suspended);
        registered.suspended = suspended;

        emit AccountSuspensionChanged(account_, msg.sender, suspended);
    }

    /// @dev All organisations share alike; what each has used already stays used.
    function _setSharers(uint32 sharers) private {
        AccountRegistryStorage storage $ = _storage();
        $.sharers = sharers;
        $.gas.updateSettings($.gasWindow, _share(sharers));
    }

    function _share(uint32 sharers) private view returns (uint208) {
        return _storage().gasPerWindow / (sharers == 0 ? 1 : sharers);
    }

    function _registered(address account_) private view returns (Account storage registered) {
        registered = _storage().accounts[account_];
        if (registered.organisation == NOBODY) revert AccountRegistryUnknown(account_);
    }

    function _requireActive(OrganisationId organisation) private view {
        if (!organisationRegistry().isActive(organisation)) revert AccountRegistryOrganisationNotActive(organisation);
    }

    function _requireAdministrator(OrganisationId organisation) private view {
        if (!organisationRegistry().isAdministrator(organisation, msg.sender)) {
            revert AccountRegistryNotAdministrator(organisation, msg.sender);
        }
    }

    function _requireWithinLimit(OrganisationId organisation, Access access) private view {
        Access limit = organisationLimits(organisation).access;
        if (access > limit) revert AccountRegistryAccessAboveLimit(organisation, access, limit);
    }

    function _storage() private pure returns (AccountRegistryStorage storage $) {
        assembly {
            $.slot := STORAGE_LOCATION
        }
    }

    /// @dev The authority knows `upgradeToAndCall`, the function that enters here.
    function _authorizeUpgrade(address) internal override restricted {}
}
