import type { Language } from "#lib/language.ts";
import type { Theme } from "#lib/ui/theme.ts";

declare global {
  namespace App {
    interface Locals {
      language: Language;
      theme: Theme;
    }
    interface Error {
      status: number;
      message: string;
      /** What the reader can do about it. */
      remedy?: string;
    }
  }
}

export {};
