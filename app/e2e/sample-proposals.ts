/** Pages of the Assembly's proposals that the sample makes, in its order: organisations, trust, founding validators, budget, service contract, four more. */
export const sampleProposals = {
  executed: "/proposals/3",
  rejected: "/proposals/6",
  open: "/proposals/7",
} as const;
