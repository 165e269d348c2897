// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IPaged} from "./IPaged.sol";

/// @title Where a page begins and how long it is
abstract contract Paged is IPaged {
    uint256 private constant PAGE_MAXIMUM = 50;

    /// @return first Place of the first item, from 0 on.
    /// @return howMany Items of the page.
    /// @return prev Page before, at least the first.
    /// @return next Page behind, at most the last.
    function _page(
        uint256 total,
        uint256 page,
        uint256 pageSize
    ) internal pure returns (uint256 first, uint256 howMany, uint256 prev, uint256 next) {
        if (page == 0 || pageSize == 0 || pageSize > PAGE_MAXIMUM) {
            revert PagedPageInvalid(page, pageSize, PAGE_MAXIMUM);
        }
        uint256 last = total == 0 ? 1 : (total - 1) / pageSize + 1;
        // Behind the last page nothing is multiplied, so that no page number overflows.
        if (page > last) return (0, 0, last, last);
        first = (page - 1) * pageSize;
        howMany = total - first < pageSize ? total - first : pageSize;
        prev = page == 1 ? 1 : page - 1;
        next = page == last ? last : page + 1;
    }

    /// @dev A page of ids as EBSI answers it.
    function _idsPage(
        bytes32[] storage list,
        uint256 page,
        uint256 pageSize
    ) internal view returns (bytes32[] memory items, uint256 total, uint256 howMany, uint256 prev, uint256 next) {
        total = list.length;
        uint256 first;
        (first, howMany, prev, next) = _page(total, page, pageSize);
        items = new bytes32[](howMany);
        for (uint256 i = 0; i < howMany; ++i) items[i] = list[first + i];
    }
}
