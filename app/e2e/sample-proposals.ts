/** Pages of the Assembly's proposals that the sample makes, in its order: organisations, trust, founding validators, budget, four more. */
export const sampleProposals = {
  executed: "/proposals/3",
  rejected: "/proposals/5",
  open: "/proposals/6",
} as const;
