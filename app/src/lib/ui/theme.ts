/** `system` follows the device; the other two were chosen by the reader and are kept in a cookie. */
export const themes = ["system", "light", "dark"] as const;

export type Theme = (typeof themes)[number];

export const themeCookie = "theme";

export function parseTheme(value: string | null | undefined): Theme {
  return themes.find((theme) => theme === value) ?? "system";
}
