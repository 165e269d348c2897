// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @title Pages of a list
/// @notice EBSI's registries list what they hold in pages. Pages are counted from 1; one holds 1 to 50 items. A page behind the last one is empty.
/// @dev All answers have the form `(items, total, howMany, prev, next)`: the items of the page, how many there are in all, how many the
/// page holds, and the numbers of the pages before and behind it, which are the first and the last page where there is none.
interface IPaged {
    /// @notice There is no such page.
    /// @custom:remedy Ask for page 1 or higher, with 1 to `maximum` items.
    error PagedPageInvalid(uint256 page, uint256 pageSize, uint256 maximum);
}
