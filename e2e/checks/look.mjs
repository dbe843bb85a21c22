// One visit of one page in one language, theme and width: axe, width, console, policy, weight.
import { createRequire } from "node:module";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { visitor } from "../lib/browser.mjs";
import { undecided } from "./contrast.mjs";

const axe = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Bytes over the wire that a first visit may cost. */
const WEIGHT = 100_000;
/** Requests that a first visit may cost. */
const REQUESTS = 6;

/** Visits a page and runs every check on it. */
export async function look(report, browser, base, page, { lang, theme, width, prefix }, shots) {
  const url = base + prefix + page.path;
  const name = `${page.name}, ${lang} ${theme} ${width}`;
  const context = await visitor(browser, { theme, width });
  try {
    const tab = await context.newPage();
    const said = [];
    const expected = page.status ?? 200;
    tab.on("console", (message) => {
      // Chromium reports the status of the page itself; a page that means it is not at fault.
      const itself = expected !== 200 && message.location().url === url;
      if (message.type() === "error" && !itself) said.push(message.text());
    });
    tab.on("pageerror", (error) => said.push(String(error)));
    const wire = await context.newCDPSession(tab);
    await wire.send("Network.enable");
    const weight = { bytes: 0, requests: 0 };
    wire.on("Network.loadingFinished", ({ encodedDataLength }) => {
      weight.bytes += encodedDataLength;
      weight.requests += 1;
    });
    let answer;
    await report.check(name, "answers", async () => {
      answer = await tab.goto(url, { waitUntil: "load" });
      await tab.evaluate(() => document.fonts.ready);
      return await answers(tab, answer, expected, lang);
    });
    if (!answer) return;
    if (shots) await tab.screenshot({ path: path.join(shots, `${name.replaceAll(/[ ,]+/g, "-")}.png`), fullPage: true });
    await report.check(name, "fits its width", () => fits(tab));
    await report.check(name, "console and policy", () => said);
    await report.check(name, "weight", () => [
      ...(weight.bytes > WEIGHT ? [`first view ${weight.bytes} bytes, at most ${WEIGHT}`] : []),
      ...(weight.requests > REQUESTS ? [`${weight.requests} requests, at most ${REQUESTS}`] : []),
    ]);
    // Last, because it changes colours to see what is behind the letters.
    await report.check(name, "axe", () => accessible(tab));
  } finally {
    await context.close();
  }
}

async function answers(tab, answer, expected, lang) {
  const problems = [];
  if (answer.status() !== expected) problems.push(`status ${answer.status()}, not ${expected}`);
  const html = await tab.evaluate(() => ({
    lang: document.documentElement.lang,
    dir: document.documentElement.dir,
    h1: document.querySelectorAll("h1").length,
    main: document.querySelectorAll("main").length,
    title: document.title,
    demo: Boolean(document.querySelector(".demo")),
  }));
  if (html.lang !== lang) problems.push(`lang="${html.lang}", not "${lang}"`);
  if (html.dir !== (lang === "ar" ? "rtl" : "ltr")) problems.push(`dir="${html.dir}"`);
  if (html.h1 !== 1) problems.push(`${html.h1} h1, not one`);
  if (html.main !== 1) problems.push(`${html.main} main, not one`);
  if (!html.title.trim()) problems.push("no title");
  if (!html.demo) problems.push("the demonstration is not labelled as such");
  const policy = answer.headers()["content-security-policy"] ?? "";
  if (!policy.includes("default-src") || policy.includes("unsafe-")) problems.push(`policy: ${policy || "none"}`);
  return problems;
}

async function accessible(tab) {
  await tab.evaluate(axe);
  const { violations, open } = await tab.evaluate(async () => {
    const { violations, incomplete } = await window.axe.run(document, { rules: { "target-size": { enabled: true } } });
    const open = incomplete.filter(({ id }) => id === "color-contrast").flatMap(({ nodes }) => nodes.flatMap((node) => node.target));
    const broken = violations.map(({ id, impact, nodes }) => ({ id, impact, targets: nodes.map((node) => `${node.target}: ${node.failureSummary}`) }));
    return { violations: broken, open };
  });
  const problems = violations.flatMap(({ id, impact, targets }) => targets.map((target) => `${id} (${impact}) ${target.replaceAll(/\s+/g, " ")}`));
  return [...problems, ...(await undecided(tab, open))];
}

/** Nothing reaches past the edge: neither the page nor, inside it, what does not scroll by itself. */
async function fits(tab) {
  return tab.evaluate(() => {
    const problems = [];
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) {
      problems.push(`the page is ${root.scrollWidth} px wide in a window of ${root.clientWidth} px`);
    }
    const scrolls = (element) => {
      for (let at = element; at && at !== document.body; at = at.parentElement) {
        if (["auto", "scroll", "hidden", "clip"].includes(getComputedStyle(at).overflowX)) return true;
      }
      return false;
    };
    for (const element of document.querySelectorAll("main *, header *, footer *")) {
      const box = element.getBoundingClientRect();
      const style = getComputedStyle(element);
      if (box.width <= 1 || style.position === "fixed" || style.position === "absolute" || scrolls(element)) continue;
      if (box.right > root.clientWidth + 1 || box.left < -1) {
        problems.push(`<${element.localName} class="${element.className}"> from ${Math.round(box.left)} to ${Math.round(box.right)} px`);
      }
    }
    return problems;
  });
}
