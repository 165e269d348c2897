// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @notice How the issuer's lists name an account.
enum MoneyStatus {
    /// On no list: may send and receive unless only allowed accounts may.
    Open,
    /// May always send and receive.
    Allowed,
    /// May do neither.
    Blocked
}

/// @title Test e-money
/// @notice Tokens that an issuer mints when it got money and burns when it pays money back: one token is one test euro, with 6 decimals.
/// An ERC-20 that can be spent by signature (EIP-2612 `permit`, ERC-3009 with keyed nonces: the upper 192 bits of a nonce are a key, the lower
/// 64 count from 0 for each key), and that bridges can move to other chains (ERC-7802). Values are units of 10^-6.
///
/// Nobody can take anybody's tokens: an issuer and a bridge burn their own, or what a holder approved. Whatever brings money in or moves it
/// can be paused: `transfer`, `transferFrom`, `transferWithAuthorization`, `receiveWithAuthorization`, `mint`, `crosschainMint`. The exits never
/// are: `redeem`, `crosschainBurn`; nor `approve`, `permit` and `cancelAuthorization`, which move nothing.
/// @dev Warning: the lists hold for contracts as well. A blocked contract that holds money for others, such as an escrow, stops: what it
/// would pay out stays in it until its status changes, and nothing can be paid into it. Before only allowed accounts may send and
/// receive, the contracts that hold money have to be allowed. A payout to a blocked account fails, or waits where the paying contract
/// keeps it. While transfers are paused, contracts cannot pay out either, although their own exits stay open.
///
/// Warning: an issuer mints as much as it likes, and a bridge as well. That money stands behind the tokens is not visible on the chain.
interface IEuroToken {
    /// @notice The issuer got money and minted the value for it. The reference names the payment at the issuer.
    event Minted(address indexed to, address indexed issuer, bytes32 indexed paymentReference, uint256 value);
    /// @notice The issuer burned the value and pays the money back. The reference names the payment at the issuer.
    event Redeemed(address indexed holder, address indexed issuer, bytes32 indexed paymentReference, uint256 value);
    /// @notice The account stands so on the lists, for a reason that is written in the document with this hash.
    event MoneyStatusSet(address indexed account, address indexed actor, MoneyStatus status, bytes32 reasonHash);
    /// @notice Whether only allowed accounts send and receive from now on.
    event AllowListOnlySet(address indexed actor, bool allowListOnly);

    /// @notice The zero address neither gets money nor stands on a list.
    /// @custom:remedy Give an account.
    error EuroTokenZeroAddress();
    /// @notice Nothing would be minted or redeemed.
    /// @custom:remedy Give a value above 0, in units of 10^-6 euro.
    error EuroTokenZeroValue();
    /// @notice The issuer blocked the account: it neither sends nor receives, nor spends what others approved.
    /// @custom:remedy Ask the issuer for the reason; pay from or to another account.
    error EuroTokenBlocked(address account);
    /// @notice Only allowed accounts send and receive at present, and this one is not.
    /// @custom:remedy Ask the issuer to put the account on its allow list. Tokens can be redeemed all the same.
    error EuroTokenNotAllowed(address account);
    /// @notice The account stands so on the lists already.
    /// @custom:remedy Nothing to do.
    error EuroTokenStatusUnchanged(address account, MoneyStatus status);
    /// @notice No account is put on a list, or taken off one, without a reason.
    /// @custom:remedy Give the hash of the document that states the reason.
    error EuroTokenReasonMissing(address account);
    /// @notice The switch stands so already.
    /// @custom:remedy Nothing to do.
    error EuroTokenAllowListOnlyUnchanged(bool allowListOnly);

    /// @notice Mints tokens for money that the issuer got. Restricted to role MONEY_ISSUERS. Can be paused.
    /// @param to Account that may receive.
    /// @param value Above 0.
    /// @param paymentReference Names the payment at the issuer. It may come again: the issuer sees to it that nothing is minted twice.
    function mint(address to, uint256 value, bytes32 paymentReference) external;

    /// @notice Burns tokens of the caller, or of a holder that approved the caller for the value; the issuer pays the money back. Restricted to
    /// role MONEY_ISSUERS. Never paused, and possible for every holder that is not blocked.
    /// @param value Above 0.
    /// @param paymentReference Names the payment at the issuer.
    function redeem(address holder, uint256 value, bytes32 paymentReference) external;

    /// @notice Puts an account on the allow list or the block list, or takes it off. Restricted to role MONEY_LISTS.
    /// @param reasonHash Hash of the document that states the reason; never 0.
    function setMoneyStatus(address account, MoneyStatus status, bytes32 reasonHash) external;

    /// @notice Decides whether only allowed accounts send and receive. Restricted to role MONEY_LISTS.
    /// @dev Warning: also contracts that hold money; allow them first.
    function setAllowListOnly(bool allowListOnly_) external;

    /// @notice How the account stands on the lists.
    function moneyStatus(address account) external view returns (MoneyStatus);

    /// @notice Whether only allowed accounts send and receive.
    function allowListOnly() external view returns (bool);

    /// @notice Whether the lists let the account send and receive at present. Says nothing of a pause.
    function maySendAndReceive(address account) external view returns (bool);
}
