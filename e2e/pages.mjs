// Every public page, in one place: a new door adds its paths here, and every check below walks them.

/** Languages of public pages and the prefix of their paths. */
export const LANGUAGES = { fr: "", en: "/en", ar: "/ar" };
export const THEMES = ["light", "dark"];
export const WIDTHS = [320, 1280];

/** A page: what it is called in the report, its path without language prefix, the status it answers. */
const fixed = [
  { name: "home", path: "/" },
  { name: "list", path: "/associations" },
  { name: "list, searched", path: "/associations?q=jardin" },
  { name: "list, filtered", path: "/associations?aides=1&tri=nom&toutes=1" },
  { name: "list, nothing found", path: "/associations?q=zzqqxxyy" },
  { name: "list, third page", path: "/associations?page=3" },
  { name: "figures", path: "/associations/chiffres" },
  { name: "open data", path: "/donnees" },
  { name: "programming interface", path: "/api" },
  { name: "accessibility", path: "/accessibilite" },
  { name: "personal data", path: "/donnees-personnelles" },
  { name: "legal notice", path: "/mentions-legales" },
  { name: "no such page", path: "/nulle-part", status: 404 },
  { name: "no such association", path: "/associations/W000000000", status: 404 },
];

/** Pages whose paths depend on the data: found as a visitor finds them, by following a link. */
async function found(base) {
  const first = async (path) => {
    const html = await (await fetch(base + path)).text();
    const link = html.match(/<a class="go" href="(\/associations\/[^"?]+)"/);
    if (!link) throw new Error(`${path} lists no association`);
    return link[1];
  };
  const granted = await first("/associations?aides=1");
  const asleep = await first("/associations?toutes=1&tri=nom&page=5");
  return [
    { name: "association with grants", path: granted },
    { name: "another association", path: asleep },
    { name: "correct an association", path: `${granted}/corriger` },
  ];
}

export async function pages(base) {
  return [...fixed, ...(await found(base))];
}

/** Which language, theme and width: all of them, or enough to meet each pair once. */
export function combinations(set, check) {
  const every = Object.keys(LANGUAGES).flatMap((lang) =>
    THEMES.flatMap((theme) => WIDTHS.map((width) => ({ lang, theme, width }))),
  );
  if (set === "all") return every;
  const some = {
    look: ["fr light 320", "fr dark 1280", "ar light 1280", "ar dark 320", "en light 1280"],
    pa11y: ["fr light 1280", "ar dark 320"],
  }[check];
  return every.filter(({ lang, theme, width }) => some.includes(`${lang} ${theme} ${width}`));
}
