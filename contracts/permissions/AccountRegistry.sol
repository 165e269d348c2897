// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManagedUpgradeable} from "@openzeppelin/contracts-upgradeable/access/manager/AccessManagedUpgradeable.sol";
import {UUPSUpgradeable} from "@openzeppelin/contracts-upgradeable/proxy/utils/UUPSUpgradeable.sol";
import {EIP712Upgradeable} from "@openzeppelin/contracts-upgradeable/utils/cryptography/EIP712Upgradeable.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {RateLimiter} from "@openzeppelin/contracts/utils/RateLimiter.sol";

import {Breakable} from "../access/Breakable.sol";
import {IBreakable} from "../access/IBreakable.sol";
import {ICircuitBreaker} from "../access/ICircuitBreaker.sol";
import {IOrganisationRegistry, OrganisationStatus} from "../nodes/IOrganisationRegistry.sol";
import {OrganisationId} from "../types/OrganisationId.sol";
import {Access, IAccountRegistry} from "./IAccountRegistry.sol";

/// @title Register of the accounts that use the chain
/// @dev Stands behind a RegistryProxy.
contract AccountRegistry is IAccountRegistry, Breakable, AccessManagedUpgradeable, UUPSUpgradeable, EIP712Upgradeable {
    using RateLimiter for RateLimiter.RefillingBucket;

    bytes32 private constant REGISTRATION_TYPEHASH = keccak256(
        "AccountRegistration(bytes32 organisation,address account,uint256 nonce,uint48 deadline)"
    );
    /// @dev What an organisation can give before a body has set its limits.
    Access private constant INITIAL_ACCESS = Access.Transact;
    uint32 private constant INITIAL_ACCOUNTS = 32;
    uint48 private constant WINDOW_MAXIMUM = 30 days;
    /// @dev A share always carries the transactions that change the registers.
    uint208 private constant SHARE_MINIMUM = 5_000_000;
    OrganisationId private constant NOBODY = OrganisationId.wrap(0);

    /// @custom:storage-location erc7201:foedus.storage.AccountRegistry
    struct AccountRegistryStorage {
        IOrganisationRegistry organisationRegistry;
        /// Organisations that have accounts: each has an equal share of the gas.
        uint32 sharers;
        mapping(address account => Account) accounts;
        /// Apart from the registration, which an account can end: a suspension goes with the address.
        mapping(address account => bool) suspended;
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
    /// @param breaker Whom functions ask that can be paused.
    constructor(ICircuitBreaker breaker) Breakable(breaker) {
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
    ) external whenNotPaused {
        _requireActive(organisation);
        _requireAdministrator(organisation);
        if (account_ == address(0)) revert AccountRegistryZeroAccount();
        AccountRegistryStorage storage $ = _storage();
        // An account with no access where it is may move: nobody is held by an organisation that gives it nothing.
        OrganisationId previous = $.accounts[account_].organisation;
        if (previous != NOBODY && (previous == organisation || accessOf(account_) != Access.None)) {
            revert AccountRegistryAlreadyRegistered(account_, previous);
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
        if (previous != NOBODY) _remove(account_, previous);
        Account storage registered = $.accounts[account_];
        registered.organisation = organisation;
        registered.access = access;
        registered.registeredAt = uint48(block.timestamp);
        registered.registration = registration;
        $.accountCounts[organisation] = count + 1;
        if (count == 0) _setSharers($.sharers + 1);

        emit AccountRegistered(account_, organisation, msg.sender, access, registration);
    }

    /// @inheritdoc IAccountRegistry
    function setAccountAccess(address account_, Access access) external whenNotPaused {
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
        if (msg.sender != account_ && !_isRetired(organisation)) _requireAdministrator(organisation);

        _remove(account_, organisation);
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
        if (organisationRegistry().organisation(organisation).status == OrganisationStatus.None) {
            revert AccountRegistryOrganisationNotActive(organisation);
        }
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
        if (gasPerWindow != 0 && gasPerWindow < SHARE_MINIMUM) {
            revert AccountRegistryGasTooLow(gasPerWindow, SHARE_MINIMUM);
        }
        AccountRegistryStorage storage $ = _storage();
        $.gasPerWindow = gasPerWindow;
        $.gasWindow = window;
        _setSharers($.sharers);

        emit GasPolicySet(msg.sender, gasPerWindow, window);
    }

    /// @inheritdoc IAccountRegistry
    function consumeGas(OrganisationId organisation, address account_, uint256 gas) external restricted whenNotPaused {
        AccountRegistryStorage storage $ = _storage();
        // What was used was used: whoever takes more than there is has nothing left, and the meter is not held up.
        uint256 available = _gasAvailable(organisation);
        uint256 drawn = gas < available ? gas : available;
        if ($.gasPerWindow != 0) $.gas.consume(OrganisationId.unwrap(organisation), drawn);

        emit GasConsumed(organisation, account_, msg.sender, gas, drawn);
    }

    /// @inheritdoc IAccountRegistry
    function resetGas(OrganisationId organisation) external restricted {
        _storage().gas.reset(OrganisationId.unwrap(organisation));

        emit GasReset(organisation, msg.sender);
    }

    /// @inheritdoc IAccountRegistry
    function account(address account_) external view returns (Account memory registered) {
        registered = _storage().accounts[account_];
        registered.suspended = _storage().suspended[account_];
    }

    /// @inheritdoc IAccountRegistry
    function accessOf(address account_) public view returns (Access access) {
        AccountRegistryStorage storage $ = _storage();
        if ($.suspended[account_]) return Access.None;
        OrganisationId organisation = organisationOf(account_);
        if (organisation == NOBODY || !organisationRegistry().isActive(organisation)) return Access.None;
        // Administrators register accounts and nodes before they have registered themselves.
        access = $.accounts[account_].organisation == NOBODY ? Access.Transact : $.accounts[account_].access;
        Access limit = organisationLimits(organisation).access;
        if (limit < access) access = limit;
    }

    /// @inheritdoc IAccountRegistry
    function actsFor(address account_, OrganisationId organisation) external view returns (bool) {
        AccountRegistryStorage storage $ = _storage();
        if ($.suspended[account_] || !organisationRegistry().isActive(organisation)) return false;
        if (organisationRegistry().isAdministrator(organisation, account_)) return true;
        return $.accounts[account_].organisation == organisation && accessOf(account_) >= Access.Transact;
    }

    /// @inheritdoc IAccountRegistry
    function mayReach(address sender, address target) external view returns (bool) {
        AccountRegistryStorage storage $ = _storage();
        if (!$.restrictedTargets[target]) return true;
        // Contracts that are named belong to no organisation; suspended is suspended all the same.
        if ($.permittedSenders[target][sender]) return !$.suspended[sender];
        return accessOf(sender) == Access.Full;
    }

    /// @inheritdoc IAccountRegistry
    function gasAvailable(address account_) public view returns (uint256) {
        return _gasAvailable(organisationOf(account_));
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

    /// @inheritdoc IBreakable
    function isPausable(bytes4 selector) external pure returns (bool) {
        return
            selector == IAccountRegistry.registerAccount.selector ||
            selector == IAccountRegistry.setAccountAccess.selector ||
            selector == IAccountRegistry.consumeGas.selector;
    }

    function _remove(address account_, OrganisationId organisation) private {
        AccountRegistryStorage storage $ = _storage();
        delete $.accounts[account_];
        uint32 count = $.accountCounts[organisation] - 1;
        $.accountCounts[organisation] = count;
        if (count == 0) _setSharers($.sharers - 1);

        emit AccountRemoved(account_, organisation, msg.sender);
    }

    /// @dev May be said again: a decision does not fail because another one came first.
    function _setSuspended(address account_, bool suspended) private {
        if (account_ == address(0)) revert AccountRegistryZeroAccount();
        _storage().suspended[account_] = suspended;

        emit AccountSuspensionChanged(account_, msg.sender, suspended);
    }

    /// @dev All organisations share alike; what each has used already stays used.
    function _setSharers(uint32 sharers) private {
        AccountRegistryStorage storage $ = _storage();
        $.sharers = sharers;
        $.gas.updateSettings($.gasWindow, _share(sharers));
    }

    /// @dev One share more than there are sharers, for those who register their first accounts.
    function _share(uint32 sharers) private view returns (uint208) {
        uint208 gas = _storage().gasPerWindow;
        if (gas == 0) return 0;
        uint208 share = gas / (uint208(sharers) + 1);
        return share < SHARE_MINIMUM ? SHARE_MINIMUM : share;
    }

    function _gasAvailable(OrganisationId organisation) private view returns (uint256) {
        if (organisation == NOBODY) return 0;
        AccountRegistryStorage storage $ = _storage();
        return $.gasPerWindow == 0 ? type(uint256).max : $.gas.available(OrganisationId.unwrap(organisation));
    }

    function _isRetired(OrganisationId organisation) private view returns (bool) {
        return organisationRegistry().organisation(organisation).status == OrganisationStatus.Retired;
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
