// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {Access, IAccountRegistry} from "../permissions/IAccountRegistry.sol";

/// @title A register that answers no question as it should, for the tests of permissions
contract BrokenRegister {
    /// @notice What it does instead.
    enum Way {
        /// Reverts without a word.
        Revert,
        /// Reverts with as many bytes as the gas allows.
        RevertBomb,
        /// Answers as many bytes as the gas allows, all zero.
        ReturnBomb,
        /// Uses up all gas.
        BurnGas,
        /// Answers one byte less than a word.
        ShortAnswer,
        /// Answers nothing.
        NoAnswer,
        /// Answers words that are no boolean, no access and no address.
        WildAnswer,
        /// Answers yes, or full access, after nearly all gas: no other one costs whoever asks that much.
        SlowAnswer
    }

    Way private immutable _way;

    constructor(Way way) {
        _way = way;
    }

    fallback() external payable {
        Way way = _way;
        // 128 kB of memory take a third of the gas that permissions spend on a question.
        if (way == Way.Revert) _revert(0);
        else if (way == Way.RevertBomb) _revert(0x20000);
        else if (way == Way.ReturnBomb) _return(0x20000);
        else if (way == Way.ShortAnswer) _return(0x1f);
        else if (way == Way.NoAnswer) _return(0);
        else if (way == Way.WildAnswer) _returnWildly();
        else if (way == Way.SlowAnswer)
            _returnSlowly(msg.sig == IAccountRegistry.accessOf.selector ? Access.Full : Access.Read);
        else while (true) {}
    }

    function _revert(uint256 size) private pure {
        assembly {
            revert(0, size)
        }
    }

    function _return(uint256 size) private pure {
        assembly {
            return(0, size)
        }
    }

    /// @dev Access to read is 1, as is a yes.
    function _returnSlowly(Access answer) private view {
        while (gasleft() > 1_000) {}
        assembly {
            mstore(0, answer)
            return(0, 0x20)
        }
    }

    function _returnWildly() private pure {
        assembly {
            mstore(0, not(0))
            mstore(0x20, not(0))
            return(0, 0x40)
        }
    }
}
