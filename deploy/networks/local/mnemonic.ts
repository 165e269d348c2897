/** Publicly known development mnemonic: allowed for the embedded chain only. */
export const developmentMnemonic = "test test test test test test test test test test test junk";
