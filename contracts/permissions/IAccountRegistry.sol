// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IOrganisationRegistry} from "../nodes/IOrganisationRegistry.sol";
import {OrganisationId} from "../types/OrganisationId.sol";

/// @notice What an account may do on the chain; each level includes those before it.
enum Access {
    None,
    /// Nodes answer its questions.
    Read,
    /// It sends transactions to contracts that are open to everybody with access.
    Transact,
    /// It deploys contracts.
    Deploy,
    /// It reaches restricted contracts as well, without being named for them.
    Full
}

/// @title Register of the accounts that use the chain
/// @notice The administrators of an organisation register its accounts, with the account's consent, within the limits that a body has
/// set: how many, with how much access, and how much gas the organisation may use. There is no coin.
/// @dev Warning: clients judge who sends a transaction and where to, not what that calls further. A contract that shall be out of reach of
/// others must itself ask `mayReach(msg.sender, address(this))`.
///
/// Warning: a suspended account stays an administrator in the register of organisations. Where clients do not ask about permissions, only
/// `recoverAdministrator` takes that from it.
///
/// Every organisation that has accounts may use an equal share of the gas of a window, refilled continuously: the more organisations
/// there are, the less each one has, but never less than 5 million. One share more is kept for those who register their first accounts.
/// Shares are computed when they are asked for.
interface IAccountRegistry {
    struct Account {
        OrganisationId organisation;
        /// As the organisation gave it; `accessOf` says what counts.
        Access access;
        /// By a body; it goes with the address, registered or not.
        bool suspended;
        /// Seconds since 1970 at which the account was registered.
        uint48 registeredAt;
        /// Hash of a registration off the chain, 0 if there is none.
        bytes32 registration;
    }

    struct Limits {
        /// Highest access that an organisation can give.
        Access access;
        /// Accounts that it can have at a time.
        uint32 accounts;
    }

    /// @notice An account belongs to an organisation from now on.
    event AccountRegistered(
        address indexed account,
        OrganisationId indexed organisation,
        address indexed actor,
        Access access,
        bytes32 registration
    );
    /// @notice An account has another access.
    event AccountAccessChanged(
        address indexed account,
        OrganisationId indexed organisation,
        address indexed actor,
        Access access
    );
    /// @notice An account belongs to no organisation any more.
    event AccountRemoved(address indexed account, OrganisationId indexed organisation, address indexed actor);
    /// @notice A body suspended an account, or reinstated it.
    event AccountSuspensionChanged(address indexed account, address indexed actor, bool suspended);
    /// @notice An organisation has other limits.
    event OrganisationLimitsSet(
        OrganisationId indexed organisation,
        address indexed actor,
        Access access,
        uint32 accounts
    );
    /// @notice A contract is open to the senders that are named for it alone, or again to everybody with access.
    event TargetRestricted(address indexed target, address indexed actor, bool restricted);
    /// @notice A sender may reach a restricted contract, or may not any more.
    event SenderPermitted(address indexed target, address indexed sender, address indexed actor, bool permitted);
    /// @notice All organisations together may use this much gas in a window; 0 stands for as much as they like.
    event GasPolicySet(address indexed actor, uint208 gasPerWindow, uint48 window);
    /// @notice A meter said that an account used gas.
    /// @param gas What it used.
    /// @param drawn What of it the organisation's share still had.
    event GasConsumed(
        OrganisationId indexed organisation,
        address indexed account,
        address indexed actor,
        uint256 gas,
        uint256 drawn
    );
    /// @notice An organisation has its whole share again.
    event GasReset(OrganisationId indexed organisation, address indexed actor);

    /// @notice The account is not registered.
    /// @custom:remedy Let an administrator of the organisation register it.
    error AccountRegistryUnknown(address account);
    /// @notice The account belongs to an organisation already.
    /// @custom:remedy Remove it there first; the account itself can do that, and one without access can be registered elsewhere at once.
    error AccountRegistryAlreadyRegistered(address account, OrganisationId organisation);
    /// @notice The zero address is no account.
    /// @custom:remedy Give the address of the account.
    error AccountRegistryZeroAccount();
    /// @notice The organisation, or one above it, is not active.
    /// @custom:remedy A body must reinstate the organisation first.
    error AccountRegistryOrganisationNotActive(OrganisationId organisation);
    /// @notice The sender does not administer the organisation.
    /// @custom:remedy Let one of the organisation's administrators send the transaction.
    error AccountRegistryNotAdministrator(OrganisationId organisation, address sender);
    /// @notice The organisation cannot give so much access.
    /// @custom:remedy Give `limit` at most, or let a body raise the organisation's limits.
    error AccountRegistryAccessAboveLimit(OrganisationId organisation, Access access, Access limit);
    /// @notice The organisation has as many accounts as it can have.
    /// @custom:remedy Remove an account first, or let a body raise the organisation's limits.
    error AccountRegistryTooManyAccounts(OrganisationId organisation, uint32 limit);
    /// @notice The proof of possession is too old.
    /// @custom:remedy Sign again with a later deadline.
    error AccountRegistryProofExpired(uint48 deadline);
    /// @notice The signature was not made by the account over exactly these values.
    /// @custom:remedy Sign with the account itself for this chain, registry, organisation and nonce.
    error AccountRegistryProofInvalid(address account);
    /// @notice A window of gas has a length.
    /// @custom:remedy Give the length in seconds, from 1 second to 30 days.
    error AccountRegistryWindowInvalid(uint48 window);
    /// @notice So little gas carries no transaction that changes a register.
    /// @custom:remedy Give `minimum` at least, or 0 for as much as anybody likes.
    error AccountRegistryGasTooLow(uint208 gasPerWindow, uint208 minimum);

    /// @notice Registers an account of an organisation. By an administrator of the active organisation, within its limits. An account that
    /// has no access where it is registered moves.
    /// @param registration Hash of a registration off the chain, 0 if there is none.
    /// @param deadline Seconds since 1970 up to which the proof counts.
    /// @param proof Signature of the account (ECDSA, or ERC-1271 if it is a contract) over the EIP-712 struct
    /// `AccountRegistration(bytes32 organisation,address account,uint256 nonce,uint48 deadline)` in the domain `Foedus AccountRegistry`,
    /// version `1`, with this chain's id and this registry's address.
    function registerAccount(
        OrganisationId organisation,
        address account,
        Access access,
        bytes32 registration,
        uint48 deadline,
        bytes calldata proof
    ) external;

    /// @notice Gives an account another access. By an administrator of its active organisation, within its limits.
    function setAccountAccess(address account, Access access) external;

    /// @notice Takes an account out of the register. By an administrator of its organisation, by the account itself, and by anybody once
    /// its organisation is retired.
    function removeAccount(address account) external;

    /// @notice Takes all access from an account until it is reinstated, whether it is registered or not. Restricted.
    function suspendAccount(address account) external;

    /// @notice Gives a suspended account its access back. Restricted.
    function reinstateAccount(address account) external;

    /// @notice Sets what an organisation can give its accounts. Accounts with more have only that much from now on. Restricted.
    function setOrganisationLimits(OrganisationId organisation, Access access, uint32 accounts) external;

    /// @notice Opens a contract to named senders alone, or again to everybody with access. Restricted.
    function restrictTarget(address target, bool restricted_) external;

    /// @notice Lets a sender reach a restricted contract, or no longer. Restricted.
    function permitSender(address target, address sender, bool permitted) external;

    /// @notice Sets how much gas all organisations together may use in a window of seconds; 0 for as much as they like. Restricted.
    function setGasPolicy(uint208 gasPerWindow, uint48 window) external;

    /// @notice Draws gas that an account used from an organisation's share, as far as there is any left. Restricted to meters.
    /// @param organisation To which the account belonged when it used the gas.
    function consumeGas(OrganisationId organisation, address account, uint256 gas) external;

    /// @notice Gives an organisation its whole share back, for example after a meter's mistake. Restricted.
    function resetGas(OrganisationId organisation) external;

    /// @notice All that is registered about an account; its organisation is 0 for an unknown one.
    function account(address account) external view returns (Account memory);

    /// @notice What an account may do at present. None while it is suspended or its organisation is not active; never more than the
    /// organisation's limit; an administrator of an active organisation may transact without being registered, if the limit allows it.
    function accessOf(address account) external view returns (Access);

    /// @notice The organisation for which an account is registered, or else one that it administers; 0 if neither.
    function organisationOf(address account) external view returns (OrganisationId);

    /// @notice Whether an account may act for an organisation: it is not suspended, the organisation is active, and it administers it or
    /// is registered for it with access to transact.
    function actsFor(address account, OrganisationId organisation) external view returns (bool);

    /// @notice Whether the contract is open to the sender: it is not restricted, or the sender is named for it and not suspended, or has
    /// full access.
    function mayReach(address sender, address target) external view returns (bool);

    /// @notice Gas that the organisation of an account may use at present; all there is without a policy, 0 without an organisation.
    function gasAvailable(address account) external view returns (uint256);

    /// @notice What an organisation can give its accounts.
    function organisationLimits(OrganisationId organisation) external view returns (Limits memory);

    /// @notice How many accounts an organisation has.
    function accountCount(OrganisationId organisation) external view returns (uint32);

    /// @notice Gas of a window for all organisations, its length in seconds, and the share of one of them; 0 gas and share without a policy.
    function gasPolicy() external view returns (uint208 gasPerWindow, uint48 window, uint208 share);

    /// @notice The nonce that the next proof of the account must carry.
    function nonce(address account) external view returns (uint256);

    /// @notice The EIP-712 digest that an account signs for its registration with the present nonce.
    function registrationDigest(
        OrganisationId organisation,
        address account,
        uint48 deadline
    ) external view returns (bytes32);

    /// @notice Register of the organisations that this one asks.
    function organisationRegistry() external view returns (IOrganisationRegistry);
}
