// SPDX-License-Identifier: EUPL-1.2
pragma solidity ^0.8.28;

/// @notice Id of an organisation: keccak256 of its legal identifier in UTF-8, for example an EUID or a VAT number.
type OrganisationId is bytes32;

using {equals as ==, differs as !=} for OrganisationId global;

/// @notice The id that belongs to a legal identifier.
function organisationIdOf(string memory identifier) pure returns (OrganisationId) {
    return OrganisationId.wrap(keccak256(bytes(identifier)));
}

function equals(OrganisationId a, OrganisationId b) pure returns (bool) {
    return OrganisationId.unwrap(a) == OrganisationId.unwrap(b);
}

function differs(OrganisationId a, OrganisationId b) pure returns (bool) {
    return OrganisationId.unwrap(a) != OrganisationId.unwrap(b);
}
