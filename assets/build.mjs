// Writes what the binary embeds from npm packages: build/ahn.woff2 (Latin), build/nsa.woff2 (Arabic, letters
// and marks only, weights 400 to 760), build/icons.json. Run after `npm ci`; nothing of it is committed.
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import subsetFont from "subset-font";

const here = path.dirname(fileURLToPath(import.meta.url));
const modules = path.join(here, "node_modules");
const build = path.join(here, "build");
await mkdir(build, { recursive: true });

const written = [];
const write = async (name, data) => {
  await writeFile(path.join(build, name), data);
  written.push(`${name} ${(data.length / 1000).toFixed(1)} kB`);
};

// Latin: the package's own Latin file holds every letter of French and English.
const latin = path.join(modules, "@fontsource-variable/atkinson-hyperlegible-next/files");
await write("ahn.woff2", await readFile(path.join(latin, "atkinson-hyperlegible-next-latin-wght-normal.woff2")));

// Arabic: 166 kB whole. Kept: the Arabic letters, marks, digits and punctuation that modern Arabic uses, and
// the letters that Maghrebi and Persian names add. Ligatures follow from the letters.
const range = (from, to) => Array.from({ length: to - from + 1 }, (_, i) => String.fromCodePoint(from + i)).join("");
const letters =
  "\u060c\u061b\u061f" + range(0x0621, 0x063a) + range(0x0640, 0x0652) + range(0x0660, 0x066c) + "\u0670\u0671" +
  "\u067e\u0686\u06a4\u06a8\u06ad\u06af" + " \u200c\u200d\u200e\u200f\u00ab\u00bb";
const arabic = path.join(modules, "@fontsource-variable/noto-sans-arabic/files/noto-sans-arabic-arabic-wght-normal.woff2");
await write(
  "nsa.woff2",
  await subsetFont(await readFile(arabic), letters, { targetFormat: "woff2", variationAxes: { wght: { min: 400, max: 760 } } }),
);

// Icons: only the ones listed in icons.txt, as the inside of an <svg viewBox="0 0 24 24">.
const names = (await readFile(path.join(here, "icons.txt"), "utf8"))
  .split("\n").map((line) => line.trim()).filter((line) => line && !line.startsWith("#"));
const icons = {};
for (const name of names) {
  const svg = await readFile(path.join(modules, "@tabler/icons/icons/outline", `${name}.svg`), "utf8");
  const inside = svg.slice(svg.indexOf(">", svg.indexOf("<svg")) + 1, svg.lastIndexOf("</svg>"));
  icons[name] = inside.replaceAll(/\s*\n\s*/g, "").replaceAll(" />", "/>")
    .replace('<path stroke="none" d="M0 0h24v24H0z" fill="none"/>', "").trim();
}
await write("icons.json", JSON.stringify(icons, null, 1));
console.log(written.join("\n"));
