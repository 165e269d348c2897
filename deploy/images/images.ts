import project from "../../package.json" with { type: "json" };

/** An image of a network. Its Dockerfile is in the folder of its name. */
export interface Image {
  /** What it is built on: the own base of libraries alone, the one with a shell, or the own image with Node.js. */
  from: "base" | "base-shell" | "node";
  /** Version of what is inside. */
  version: string;
}

/** Those that others are built on come first. */
export const images = {
  kaia: { from: "base", version: "1.0.3" },
  node: { from: "base", version: process.versions.node },
  agent: { from: "node", version: project.version },
  app: { from: "node", version: project.version },
  simulator: { from: "node", version: project.version },
  index: { from: "node", version: "0.45.0" },
  database: { from: "base-shell", version: "18.4" },
} as const satisfies Record<string, Image>;

export type ImageName = keyof typeof images;

/** The name under which the engine has an image; never `latest`. */
export function imageTag(name: ImageName): string {
  return `foedus/${name}:${images[name].version}`;
}
