/** Seconds that a node was active in total at a time. */
export function activeSeconds(
  node: { activeSecondsBefore: number; activeSince: number | null },
  now: number,
): number {
  return (
    node.activeSecondsBefore + (node.activeSince === null ? 0 : Math.max(0, now - node.activeSince))
  );
}
