// By keyboard alone: every stop can be seen, the order is that of the page, the skip link skips.
import { visitor } from "../lib/browser.mjs";

/** Walks through a page with the tab key, from its beginning to its end. */
export async function keyboard(report, browser, base, page, { lang, theme, width, prefix }) {
  const context = await visitor(browser, { theme, width });
  try {
    const tab = await context.newPage();
    await tab.goto(base + prefix + page.path);
    const name = `${page.name}, ${lang} ${theme} ${width}`;
    await report.check(name, "skip link", () => skips(tab));
    await tab.goto(base + prefix + page.path);
    await report.check(name, "keyboard walk", () => walk(tab));
  } finally {
    await context.close();
  }
}

async function skips(tab) {
  await tab.keyboard.press("Tab");
  const first = await tab.evaluate(() => ({
    text: document.activeElement.textContent.trim(),
    target: document.activeElement.getAttribute("href"),
    top: document.activeElement.getBoundingClientRect().top,
    height: document.activeElement.getBoundingClientRect().height,
  }));
  if (!first.target?.startsWith("#") || !first.text) return [`the first stop is no skip link: ${JSON.stringify(first)}`];
  if (first.top < 0 || first.height < 10) return [`the skip link cannot be seen: ${JSON.stringify(first)}`];
  await tab.keyboard.press("Enter");
  const inside = await tab.evaluate(() => document.activeElement.localName === "main");
  if (!inside) return ["after the skip link the focus is not on <main>"];
  await tab.keyboard.press("Tab");
  const next = await tab.evaluate(() => Boolean(document.activeElement.closest("main, footer")));
  return next ? [] : ["the stop after the skip link is not in the content"];
}

async function walk(tab) {
  const expected = await tab.evaluate(() => {
    window.stops = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")].filter(
      (element) =>
        element.tabIndex >= 0 && !element.disabled && element.type !== "hidden" &&
        element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0,
    );
    return window.stops.length;
  });
  const problems = [];
  const plain = await tab.evaluate(() => window.stops.map((stop) => [getComputedStyle(stop).boxShadow, getComputedStyle(stop).outlineStyle]));
  for (let at = 0; at < expected; at += 1) {
    await tab.keyboard.press("Tab");
    const stop = await tab.evaluate((at) => {
      const here = document.activeElement;
      const wanted = window.stops[at];
      const text = `<${here.localName}> ${(here.textContent || here.name || "").trim().slice(0, 40)}`;
      const style = getComputedStyle(here);
      const box = here.getBoundingClientRect();
      // A label or tile around the control may carry the outline.
      const carriers = [here, here.closest("label"), here.parentElement].filter(Boolean).map((one) => getComputedStyle(one));
      const outlined = carriers.some((one) => one.outlineStyle !== "none" && parseFloat(one.outlineWidth) >= 2);
      const onScreen = box.bottom > 0 && box.right > 0 && box.top < innerHeight && box.left < innerWidth;
      const middle = { x: Math.min(Math.max(box.left + Math.min(box.width, innerWidth) / 2, 0), innerWidth - 1), y: Math.min(Math.max((Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2, 0), innerHeight - 1) };
      const over = document.elementFromPoint(middle.x, middle.y);
      // A link over two lines has no middle of its own: its boxes do.
      const seen = [...here.getClientRects()].some((part) => {
        const top = document.elementFromPoint(part.left + part.width / 2, part.top + part.height / 2);
        return top && (here.contains(top) || top.contains(here));
      }) || (over && (here.contains(over) || over.contains(here)));
      return { text, right: here === wanted, wanted: wanted?.textContent.trim().slice(0, 40), outlined, shadow: style.boxShadow, onScreen, seen };
    }, at);
    if (!stop.right) {
      problems.push(`stop ${at + 1} is ${stop.text}, in the page's order it is ${stop.wanted}`);
      break;
    }
    if (!stop.outlined && stop.shadow === plain[at][0]) problems.push(`stop ${at + 1} ${stop.text}: the focus cannot be seen`);
    if (!stop.onScreen || !stop.seen) problems.push(`stop ${at + 1} ${stop.text}: covered or outside the window`);
  }
  if (expected < 5) problems.push(`only ${expected} stops on the page`);
  return problems;
}
