import path from "node:path";

import { type ImageName, images, imageTag } from "../../deploy/images/images.ts";
import { Engine } from "../network/engine.ts";
import { buildImages } from "../network/images.ts";
import type { Command } from "./command.ts";

const root = path.resolve(import.meta.dirname, "../..");

export const networkImagesCommand: Command = {
  verb: "network images",
  summary:
    "Build the images of nodes, agents, simulator, index and dApp that are missing or were made of other files.",
  options: {
    base: {
      value: "<image>",
      meaning: "build on this one, given with its digest, instead of one made of Debian's packages",
    },
    "node-image": {
      value: "<image>",
      meaning: "take Node 24 from this one, given with its digest",
    },
  },
  async run({ base, "node-image": nodeImage }) {
    const engine = await Engine.find();
    const names = Object.keys(images) as ImageName[];
    const built = await buildImages(
      engine,
      names,
      {
        ...(typeof base === "string" ? { base } : {}),
        ...(typeof nodeImage === "string" ? { nodeImage } : {}),
      },
      {
        logs: path.join(root, ".foedus", "foedus"),
        signal: new AbortController().signal,
        report: (line) => process.stderr.write(`${line}\n`),
      },
    );
    return {
      text: names
        .map(
          (name) =>
            `${imageTag(name).padEnd(30)}${built.includes(name) ? "built" : "is up to date"}`,
        )
        .join("\n"),
      json: { images: names.map(imageTag), built: built.map(imageTag) },
    };
  },
};
