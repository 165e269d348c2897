// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";

import {IPaymentRules} from "./IPaymentRules.sol";

/// @title Rules of payments
contract PaymentRules is IPaymentRules, AccessManaged {
    /// @inheritdoc IPaymentRules
    uint16 public constant FEE_CEILING = 500;

    /// @inheritdoc IPaymentRules
    address public immutable feeReceiver;

    mapping(address token => TokenRule) private _tokens;
    mapping(address account => bool) private _arbiters;

    /// @param initialAuthority Authority that says who may change the rules.
    /// @param feeReceiver_ Who gets the fees of all payments: the treasury.
    constructor(address initialAuthority, address feeReceiver_) AccessManaged(initialAuthority) {
        if (feeReceiver_ == address(0)) revert PaymentRulesZeroAddress();
        feeReceiver = feeReceiver_;
    }

    /// @inheritdoc IPaymentRules
    function allowToken(address token, uint16 feeMinimum, uint16 feeMaximum) external restricted {
        if (token.code.length == 0) revert PaymentRulesNotToken(token);
        if (feeMaximum > FEE_CEILING) revert PaymentRulesFeeOutOfBounds(feeMaximum, 0, FEE_CEILING);
        if (feeMinimum > feeMaximum) revert PaymentRulesFeeOutOfBounds(feeMinimum, 0, feeMaximum);

        _tokens[token] = TokenRule(true, feeMinimum, feeMaximum);

        emit TokenAllowed(token, msg.sender, feeMinimum, feeMaximum);
    }

    /// @inheritdoc IPaymentRules
    function dismissToken(address token) external restricted {
        if (!_tokens[token].isAllowed) revert PaymentRulesTokenNotAllowed(token);

        delete _tokens[token];

        emit TokenDismissed(token, msg.sender);
    }

    /// @inheritdoc IPaymentRules
    function appointArbiter(address arbiter) external restricted {
        if (arbiter == address(0)) revert PaymentRulesZeroAddress();
        if (_arbiters[arbiter]) revert PaymentRulesArbiterAlready(arbiter);

        _arbiters[arbiter] = true;

        emit ArbiterAppointed(arbiter, msg.sender);
    }

    /// @inheritdoc IPaymentRules
    function dismissArbiter(address arbiter) external restricted {
        if (!_arbiters[arbiter]) revert PaymentRulesNotArbiter(arbiter);

        delete _arbiters[arbiter];

        emit ArbiterDismissed(arbiter, msg.sender);
    }

    /// @inheritdoc IPaymentRules
    function tokenRule(address token) external view returns (TokenRule memory) {
        return _tokens[token];
    }

    /// @inheritdoc IPaymentRules
    function isArbiter(address account) external view returns (bool) {
        return _arbiters[account];
    }

    /// @inheritdoc IPaymentRules
    function requireAccepted(address token, uint16 fee, address arbiter) external view {
        TokenRule memory rule = _tokens[token];
        if (!rule.isAllowed) revert PaymentRulesTokenNotAllowed(token);
        if (fee < rule.feeMinimum || fee > rule.feeMaximum) {
            revert PaymentRulesFeeOutOfBounds(fee, rule.feeMinimum, rule.feeMaximum);
        }
        if (arbiter != address(0) && !_arbiters[arbiter]) revert PaymentRulesNotArbiter(arbiter);
    }
}
