import { redirect } from "@sveltejs/kit";

import { href, isLanguage } from "#lib/language.ts";
import { cookieName } from "#lib/paraglide/runtime.js";
import { pathOfThisSite } from "#lib/server/path-of-this-site.ts";
import { parseTheme, themeCookie } from "#lib/ui/theme.ts";

import type { RequestHandler } from "./$types";

const oneYear = 365 * 24 * 60 * 60;

export const POST: RequestHandler = async ({ request, cookies, locals }) => {
  const form = await request.formData();
  const secure = request.headers.get("origin")?.startsWith("https:") ?? true;
  const options = { path: "/", maxAge: oneYear, sameSite: "lax", secure } as const;

  const theme = form.get("theme");
  if (typeof theme === "string") cookies.set(themeCookie, parseTheme(theme), options);

  const chosen = form.get("language");
  const language = isLanguage(chosen) ? chosen : locals.language;
  if (isLanguage(chosen)) cookies.set(cookieName, chosen, options);

  redirect(303, href(pathOfThisSite(form.get("path")), { language }));
};
