// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

import {IAccessManaged} from "@openzeppelin/contracts/access/manager/IAccessManaged.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC3009} from "@openzeppelin/contracts/interfaces/draft-IERC3009.sol";
import {IERC20Errors} from "@openzeppelin/contracts/interfaces/draft-IERC6093.sol";
import {IERC7802} from "@openzeppelin/contracts/interfaces/draft-IERC7802.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

import {ICircuitBreaker} from "../../../contracts/access/ICircuitBreaker.sol";
import {IEuroToken, MoneyStatus} from "../../../contracts/payments/IEuroToken.sol";
import {bound, vm} from "../support/Vm.sol";
import {EuroTokenSetUp} from "./EuroTokenSetUp.sol";

contract EuroTokenTest is EuroTokenSetUp {
    bytes32 private constant PERMIT_TYPEHASH = keccak256(
        "Permit(address owner,address spender,uint256 value,uint256 nonce,uint256 deadline)"
    );
    string private constant AUTHORIZATION =
        "WithAuthorization(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)";

    uint256 private constant KEY = 0xa11ce;
    address private immutable _alice = vm.addr(KEY);
    address private immutable _bob = address(0xb0b);

    function setUp() public {
        _loadGenesis();
        _deployEuro();
    }

    // The token
    // └── it has the name, symbol and decimals of the test euro, and says that bridges can move it

    function test_Token() public view {
        vm.assertEq(euro.name(), "Foedus test euro", "name");
        vm.assertEq(euro.symbol(), "tEUR", "symbol");
        vm.assertEq(euro.decimals(), 6, "decimals");
        vm.assertEq(euro.totalSupply(), 0, "supply");
        vm.assertTrue(euro.supportsInterface(type(IERC7802).interfaceId), "ERC-7802");
        vm.assertTrue(euro.supportsInterface(type(IERC165).interfaceId), "ERC-165");
        vm.assertFalse(euro.supportsInterface(0xffffffff), "nothing else");
    }

    // Every restricted function
    // └── when the caller has not the role ... it reverts, for holders of the other roles, too

    function test_RevertWhen_CallerHasNotTheRole() public {
        address[2][3] memory callers = [[stranger, lister], [stranger, issuer], [stranger, issuer]];
        for (uint256 i = 0; i < 2; ++i) {
            _refuse(callers[0][i], abi.encodeCall(euro.mint, (_alice, 1, REFERENCE)));
            _refuse(callers[0][i], abi.encodeCall(euro.redeem, (callers[0][i], 1, REFERENCE)));
            _refuse(callers[1][i], abi.encodeCall(euro.setMoneyStatus, (_alice, MoneyStatus.Blocked, REASON)));
            _refuse(callers[1][i], abi.encodeCall(euro.setAllowListOnly, (true)));
            _refuse(callers[2][i], abi.encodeCall(euro.crosschainMint, (_alice, 1)));
            _refuse(callers[2][i], abi.encodeCall(euro.crosschainBurn, (callers[2][i], 1)));
        }
    }

    // mint
    // ├── when the account is zero, or the value is ... it reverts
    // ├── given the account is blocked, or not allowed where only allowed accounts receive ... it reverts
    // └── the account has the value more, and so has the supply

    function test_Mint() public {
        vm.prank(issuer);
        vm.expectEmit(address(euro));
        emit IEuroToken.Minted(_alice, issuer, REFERENCE, 5e6);
        euro.mint(_alice, 5e6, REFERENCE);
        vm.assertEq(euro.balanceOf(_alice), 5e6, "balance");
        vm.assertEq(euro.totalSupply(), 5e6, "supply");
    }

    function test_RevertWhen_Mint_ZeroAddressOrValue() public {
        vm.startPrank(issuer);
        vm.expectRevert(IEuroToken.EuroTokenZeroAddress.selector);
        euro.mint(address(0), 1, REFERENCE);
        vm.expectRevert(IEuroToken.EuroTokenZeroValue.selector);
        euro.mint(_alice, 0, REFERENCE);
        vm.stopPrank();
    }

    function test_RevertGiven_Mint_Lists() public {
        _setStatus(_alice, MoneyStatus.Blocked);
        vm.startPrank(issuer);
        vm.expectRevert(abi.encodeWithSelector(IEuroToken.EuroTokenBlocked.selector, _alice));
        euro.mint(_alice, 1, REFERENCE);
        vm.stopPrank();
        vm.prank(lister);
        euro.setAllowListOnly(true);
        vm.prank(issuer);
        vm.expectRevert(abi.encodeWithSelector(IEuroToken.EuroTokenNotAllowed.selector, _bob));
        euro.mint(_bob, 1, REFERENCE);
    }

    // redeem
    // ├── when the value is zero ... it reverts
    // ├── when the holder is another and did not approve so much ... it reverts
    // ├── given the holder or the issuer is blocked ... it reverts
    // ├── given only allowed accounts send and receive ... it burns all the same
    // └── the holder has the value less, and so has the supply and what was approved

    function test_Redeem() public {
        _mint(_alice, 5e6);
        vm.prank(_alice);
        euro.approve(issuer, 3e6);
        vm.prank(issuer);
        vm.expectEmit(address(euro));
        emit IEuroToken.Redeemed(_alice, issuer, REFERENCE, 2e6);
        euro.redeem(_alice, 2e6, REFERENCE);
        vm.assertEq(euro.balanceOf(_alice), 3e6, "balance");
        vm.assertEq(euro.totalSupply(), 3e6, "supply");
        vm.assertEq(euro.allowance(_alice, issuer), 1e6, "allowance");
    }

    function test_Redeem_OwnTokensWithoutApproval() public {
        _mint(issuer, 5e6);
        vm.prank(issuer);
        euro.redeem(issuer, 5e6, REFERENCE);
        vm.assertEq(euro.totalSupply(), 0, "supply");
    }

    function test_RevertWhen_Redeem_NotApproved() public {
        _mint(_alice, 5e6);
        vm.prank(_alice);
        euro.approve(issuer, 1e6);
        vm.prank(issuer);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, issuer, 1e6, 1e6 + 1));
        euro.redeem(_alice, 1e6 + 1, REFERENCE);
    }

    function test_RevertWhen_Redeem_ZeroValue() public {
        vm.prank(issuer);
        vm.expectRevert(IEuroToken.EuroTokenZeroValue.selector);
        euro.redeem(issuer, 0, REFERENCE);
    }

    function test_RevertGiven_Redeem_Blocked() public {
        _mint(_alice, 5e6);
        vm.prank(_alice);
        euro.approve(issuer, 5e6);
        _setStatus(_alice, MoneyStatus.Blocked);
        vm.prank(issuer);
        vm.expectRevert(abi.encodeWithSelector(IEuroToken.EuroTokenBlocked.selector, _alice));
        euro.redeem(_alice, 1, REFERENCE);
        _setStatus(_alice, MoneyStatus.Open);
        _setStatus(issuer, MoneyStatus.Blocked);
        vm.prank(issuer);
        vm.expectRevert(abi.encodeWithSelector(IEuroToken.EuroTokenBlocked.selector, issuer));
        euro.redeem(_alice, 1, REFERENCE);
    }

    function test_Redeem_GivenAllowListOnly() public {
        _mint(_alice, 5e6);
        vm.prank(_alice);
        euro.approve(issuer, 5e6);
        vm.prank(lister);
        euro.setAllowListOnly(true);
        vm.prank(issuer);
        euro.redeem(_alice, 5e6, REFERENCE);
        vm.assertEq(euro.totalSupply(), 0, "an open account gets its money back");
    }

    // crosschainMint, crosschainBurn
    // ├── given the account may not send or receive ... it reverts
    // ├── when the holder is another and did not approve ... the burning reverts
    // └── supply and balance change by the value

    function test_Bridge() public {
        vm.startPrank(bridge);
        vm.expectEmit(address(euro));
        emit IERC7802.CrosschainMint(_alice, 7, bridge);
        euro.crosschainMint(_alice, 7);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InsufficientAllowance.selector, bridge, 0, 3));
        euro.crosschainBurn(_alice, 3);
        vm.stopPrank();
        vm.prank(_alice);
        euro.approve(bridge, 3);
        vm.prank(bridge);
        vm.expectEmit(address(euro));
        emit IERC7802.CrosschainBurn(_alice, 3, bridge);
        euro.crosschainBurn(_alice, 3);
        vm.assertEq(euro.balanceOf(_alice), 4, "balance");
        vm.assertEq(euro.totalSupply(), 4, "supply");
        vm.assertEq(euro.allowance(_alice, bridge), 0, "allowance");
        vm.prank(bridge);
        euro.crosschainMint(bridge, 2);
        vm.prank(bridge);
        euro.crosschainBurn(bridge, 2);
        vm.assertEq(euro.balanceOf(bridge), 0, "its own without approval");
    }

    function test_RevertGiven_Bridge_Lists() public {
        _mint(bridge, 5);
        vm.prank(lister);
        euro.setAllowListOnly(true);
        vm.startPrank(bridge);
        vm.expectRevert(abi.encodeWithSelector(IEuroToken.EuroTokenNotAllowed.selector, _alice));
        euro.crosschainMint(_alice, 1);
        vm.expectRevert(abi.encodeWithSelector(IEuroToken.EuroTokenNotAllowed.selector, bridge));
        euro.crosschainBurn(bridge, 1);
        vm.stopPrank();
        _setStatus(bridge, MoneyStatus.Blocked);
        vm.prank(bridge);
        vm.expectRevert(abi.encodeWithSelector(IEuroToken.EuroTokenBlocked.selector, bridge));
        euro.crosschainBurn(bridge, 1);
    }

    // setMoneyStatus, setAllowListOnly
    // ├── when nothing would change ... it reverts
    // ├── when the account is zero, or there is no reason ... it reverts
    // └── the account stands so from now on

    function test_SetMoneyStatus() public {
        vm.assertTrue(euro.maySendAndReceive(_alice), "open");
        vm.startPrank(lister);
        vm.expectEmit(address(euro));
        emit IEuroToken.MoneyStatusSet(_alice, lister, MoneyStatus.Blocked, REASON);
        euro.setMoneyStatus(_alice, MoneyStatus.Blocked, REASON);
        vm.assertTrue(euro.moneyStatus(_alice) == MoneyStatus.Blocked, "status");
        vm.assertFalse(euro.maySendAndReceive(_alice), "blocked");
        vm.expectRevert(
            abi.encodeWithSelector(IEuroToken.EuroTokenStatusUnchanged.selector, _alice, MoneyStatus.Blocked)
        );
        euro.setMoneyStatus(_alice, MoneyStatus.Blocked, REASON);
        euro.setMoneyStatus(_alice, MoneyStatus.Allowed, REASON);
        vm.assertTrue(euro.maySendAndReceive(_alice), "allowed");
        vm.expectRevert(abi.encodeWithSelector(IEuroToken.EuroTokenReasonMissing.selector, _alice));
        euro.setMoneyStatus(_alice, MoneyStatus.Open, 0);
        vm.expectRevert(IEuroToken.EuroTokenZeroAddress.selector);
        euro.setMoneyStatus(address(0), MoneyStatus.Blocked, REASON);
        vm.stopPrank();
    }

    function test_SetAllowListOnly() public {
        vm.startPrank(lister);
        vm.expectRevert(abi.encodeWithSelector(IEuroToken.EuroTokenAllowListOnlyUnchanged.selector, false));
        euro.setAllowListOnly(false);
        vm.expectEmit(address(euro));
        emit IEuroToken.AllowListOnlySet(lister, true);
        euro.setAllowListOnly(true);
        vm.assertTrue(euro.allowListOnly(), "switched");
        vm.assertFalse(euro.maySendAndReceive(_alice), "open no more");
        euro.setAllowListOnly(false);
        vm.assertTrue(euro.maySendAndReceive(_alice), "open again");
        vm.stopPrank();
    }

    // transfer, transferFrom
    // ├── given sender, receiver or spender is blocked ... it reverts
    // ├── given only allowed accounts send and receive, and one is not ... it reverts
    // └── the value moves, and nothing else

    function testFuzz_Transfer_Lists(uint8 fromSeed, uint8 toSeed, uint8 spenderSeed, bool only, bool direct) public {
        MoneyStatus from = MoneyStatus(fromSeed % 3);
        MoneyStatus to = MoneyStatus(toSeed % 3);
        MoneyStatus spender = MoneyStatus(spenderSeed % 3);
        _mint(_alice, 10);
        vm.prank(_alice);
        euro.approve(stranger, 4);
        _setStatus(_alice, from);
        _setStatus(_bob, to);
        _setStatus(stranger, spender);
        if (only) {
            vm.prank(lister);
            euro.setAllowListOnly(true);
        }
        bool possible = _moves(from, only) && _moves(to, only) && (direct || spender != MoneyStatus.Blocked);
        vm.prank(direct ? _alice : stranger);
        (bool done, ) = address(euro).call(
            direct ? abi.encodeCall(euro.transfer, (_bob, 4)) : abi.encodeCall(euro.transferFrom, (_alice, _bob, 4))
        );
        vm.assertEq(done, possible, "as the lists say");
        vm.assertEq(euro.balanceOf(_bob), possible ? 4 : 0, "received");
        vm.assertEq(euro.balanceOf(_alice), possible ? 6 : 10, "left");
    }

    function test_RevertGiven_Transfer_Blocked() public {
        _mint(_alice, 10);
        vm.prank(_alice);
        euro.approve(stranger, 10);
        _setStatus(stranger, MoneyStatus.Blocked);
        bytes memory refusal = abi.encodeWithSelector(IEuroToken.EuroTokenBlocked.selector, stranger);
        vm.prank(_alice);
        vm.expectRevert(refusal);
        euro.transfer(stranger, 1);
        vm.prank(stranger);
        vm.expectRevert(refusal);
        euro.transferFrom(_alice, _bob, 1);
        vm.prank(stranger);
        vm.expectRevert(refusal);
        euro.transfer(_bob, 0);
    }

    function testFuzz_Transfer(uint256 minted, uint256 moved) public {
        minted = bound(minted, 1, type(uint128).max);
        _mint(_alice, minted);
        vm.prank(_alice);
        if (moved > minted) {
            vm.expectRevert(
                abi.encodeWithSelector(IERC20Errors.ERC20InsufficientBalance.selector, _alice, minted, moved)
            );
            euro.transfer(_bob, moved);
            return;
        }
        euro.transfer(_bob, moved);
        vm.assertEq(euro.balanceOf(_alice), minted - moved, "left");
        vm.assertEq(euro.balanceOf(_bob), moved, "arrived");
        vm.assertEq(euro.totalSupply(), minted, "supply");
    }

    // permit
    // └── the signature approves once

    function test_Permit() public {
        bytes32 message = keccak256(abi.encode(PERMIT_TYPEHASH, _alice, _bob, 5, 0, _now()));
        bytes memory signature = _signTypedData(KEY, "Foedus test euro", block.chainid, address(euro), message);
        (bytes32 r, bytes32 s, uint8 v) = _split(signature);
        euro.permit(_alice, _bob, 5, _now(), v, r, s);
        vm.assertEq(euro.allowance(_alice, _bob), 5, "allowance");
        vm.assertEq(euro.nonces(_alice), 1, "nonce");
        vm.assertEq(euro.nonces(_alice, 0), 1, "the key 0 is that of the permits");
        vm.expectPartialRevert(bytes4(keccak256("ERC2612InvalidSigner(address,address)")));
        euro.permit(_alice, _bob, 5, _now(), v, r, s);
    }

    // transferWithAuthorization, receiveWithAuthorization
    // ├── when it was used, or its time is not now ... it reverts
    // ├── when another than the receiver brings what the receiver alone may ... it reverts
    // └── the value moves once, in any order of keys

    function testFuzz_TransferWithAuthorization(uint192 first, uint192 second) public {
        vm.assume(first != second);
        _mint(_alice, 10);
        uint192[2] memory keys = [first, second];
        for (uint256 i = 0; i < 2; ++i) {
            bytes32 nonce = bytes32(uint256(keys[i]) << 64);
            bytes memory signature = _authorise("Transfer", nonce);
            if (i == 0) {
                euro.transferWithAuthorization(_alice, _bob, 5, 0, type(uint48).max, nonce, signature);
            } else {
                (bytes32 r, bytes32 s, uint8 v) = _split(signature);
                euro.transferWithAuthorization(_alice, _bob, 5, 0, type(uint48).max, nonce, v, r, s);
            }
            vm.assertTrue(euro.authorizationState(_alice, nonce), "used");
            vm.expectRevert(abi.encodeWithSelector(Nonces.InvalidAccountNonce.selector, _alice, uint256(nonce) + 1));
            euro.transferWithAuthorization(_alice, _bob, 5, 0, type(uint48).max, nonce, signature);
        }
        vm.assertEq(euro.balanceOf(_bob), 10, "both arrived");
    }

    function test_ReceiveWithAuthorization() public {
        _mint(_alice, 10);
        bytes32 nonce = bytes32(uint256(7) << 64);
        bytes memory signature = _authorise("Receive", nonce);
        vm.expectRevert(abi.encodeWithSelector(IERC20Errors.ERC20InvalidReceiver.selector, _bob));
        euro.receiveWithAuthorization(_alice, _bob, 5, 0, type(uint48).max, nonce, signature);
        vm.expectRevert(bytes4(keccak256("ERC3009InvalidSignature()")));
        euro.transferWithAuthorization(_alice, _bob, 5, 0, type(uint48).max, nonce, signature);
        vm.prank(_bob);
        euro.receiveWithAuthorization(_alice, _bob, 5, 0, type(uint48).max, nonce, signature);
        vm.assertEq(euro.balanceOf(_bob), 5, "arrived");
    }

    function test_RevertGiven_Authorization_Blocked() public {
        _mint(_alice, 10);
        bytes32 nonce = bytes32(uint256(7) << 64);
        bytes memory signature = _authorise("Transfer", nonce);
        _setStatus(_alice, MoneyStatus.Blocked);
        vm.expectRevert(abi.encodeWithSelector(IEuroToken.EuroTokenBlocked.selector, _alice));
        euro.transferWithAuthorization(_alice, _bob, 5, 0, type(uint48).max, nonce, signature);
    }

    // The circuit breaker
    // ├── given payments are paused ... what moves money or brings it in reverts
    // ├── exits work, and what moves nothing
    // └── exactly what can be paused says so

    function test_Pause() public {
        _mint(_alice, 10);
        _mint(issuer, 10);
        _mint(bridge, 10);
        vm.prank(_alice);
        euro.approve(address(this), 10);
        bytes4[] memory selectors = _pausable();
        _listPausable(address(euro), selectors);
        _pausePayments();
        bytes memory paused = abi.encodeWithSelector(
            ICircuitBreaker.CircuitBreakerPaused.selector,
            PAYMENTS,
            _now() + 1 hours
        );
        bytes32 nonce = bytes32(uint256(7) << 64);
        bytes memory signature = _authorise("Transfer", nonce);
        (bytes32 r, bytes32 s, uint8 v) = _split(signature);
        vm.prank(_alice);
        vm.expectRevert(paused);
        euro.transfer(_bob, 1);
        vm.expectRevert(paused);
        euro.transferFrom(_alice, _bob, 1);
        vm.expectRevert(paused);
        euro.transferWithAuthorization(_alice, _bob, 5, 0, type(uint48).max, nonce, signature);
        vm.expectRevert(paused);
        euro.transferWithAuthorization(_alice, _bob, 5, 0, type(uint48).max, nonce, v, r, s);
        signature = _authorise("Receive", nonce);
        (r, s, v) = _split(signature);
        vm.startPrank(_bob);
        vm.expectRevert(paused);
        euro.receiveWithAuthorization(_alice, _bob, 5, 0, type(uint48).max, nonce, signature);
        vm.expectRevert(paused);
        euro.receiveWithAuthorization(_alice, _bob, 5, 0, type(uint48).max, nonce, v, r, s);
        vm.stopPrank();
        vm.prank(issuer);
        vm.expectRevert(paused);
        euro.mint(_alice, 1, REFERENCE);
        vm.prank(bridge);
        vm.expectRevert(paused);
        euro.crosschainMint(_alice, 1);

        vm.prank(issuer);
        euro.redeem(issuer, 10, REFERENCE);
        vm.prank(bridge);
        euro.crosschainBurn(bridge, 10);
        vm.prank(_alice);
        euro.approve(_bob, 1);
        vm.assertEq(euro.totalSupply(), 10, "exits are open");

        _advance(1 hours);
        vm.prank(_alice);
        euro.transfer(_bob, 1);
        vm.assertEq(euro.balanceOf(_bob), 1, "it ended by itself");
    }

    function testFuzz_IsPausable(bytes4 selector) public view {
        bytes4[] memory selectors = _pausable();
        bool listed;
        for (uint256 i = 0; i < selectors.length; ++i) {
            vm.assertTrue(euro.isPausable(selectors[i]), "listed");
            listed = listed || selectors[i] == selector;
        }
        vm.assertEq(euro.isPausable(selector), listed, "nothing else");
        vm.assertFalse(euro.isPausable(euro.redeem.selector), "redeem is an exit");
        vm.assertFalse(euro.isPausable(IERC7802.crosschainBurn.selector), "so is the burning by bridges");
        vm.assertEq(address(euro.circuitBreaker()), address(BREAKER), "whom it asks");
    }

    function _pausable() private pure returns (bytes4[] memory selectors) {
        selectors = new bytes4[](8);
        selectors[0] = bytes4(keccak256("transfer(address,uint256)"));
        selectors[1] = bytes4(keccak256("transferFrom(address,address,uint256)"));
        selectors[2] = IERC3009.transferWithAuthorization.selector;
        selectors[3] = IERC3009.receiveWithAuthorization.selector;
        selectors[4] = 0xcf092995;
        selectors[5] = 0x88b7ab63;
        selectors[6] = IEuroToken.mint.selector;
        selectors[7] = IERC7802.crosschainMint.selector;
    }

    function _refuse(address caller, bytes memory data) private {
        vm.prank(caller);
        vm.expectRevert(abi.encodeWithSelector(IAccessManaged.AccessManagedUnauthorized.selector, caller));
        (bool success, ) = address(euro).call(data);
        // The cheatcode turns a revert as expected into a success, and everything else into a failure.
        vm.assertTrue(success, "reverts as expected");
    }

    function _moves(MoneyStatus status, bool only) private pure returns (bool) {
        return status == MoneyStatus.Allowed || (status == MoneyStatus.Open && !only);
    }

    /// @dev Alice's signature under 5 units for Bob, at any time.
    function _authorise(string memory kind, bytes32 nonce) private view returns (bytes memory) {
        bytes32 typehash = keccak256(bytes(string.concat(kind, AUTHORIZATION)));
        bytes32 message = keccak256(abi.encode(typehash, _alice, _bob, 5, 0, type(uint48).max, nonce));
        return _signTypedData(KEY, "Foedus test euro", block.chainid, address(euro), message);
    }

    function _split(bytes memory signature) private pure returns (bytes32 r, bytes32 s, uint8 v) {
        assembly {
            r := mload(add(signature, 0x20))
            s := mload(add(signature, 0x40))
            v := byte(0, mload(add(signature, 0x60)))
        }
    }
}
