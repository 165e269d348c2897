/** Pages of the Assembly's proposals that the sample makes, in its order: organisations, trust, founding validators, two more. */
export const sampleProposals = {
  executed: "/proposals/3",
  rejected: "/proposals/4",
  open: "/proposals/5",
} as const;
