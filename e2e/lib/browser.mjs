// The machine's Chromium, quiet: nothing of it leaves the machine.
import path from "node:path";
import { chromium } from "playwright-core";
import puppeteer from "puppeteer";

const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";
const args = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage",
];

/** The browser that walks. */
export const forWalks = () => chromium.launch({ executablePath, args, headless: true });

/** The browser that pa11y drives. */
export const forPa11y = (temp) =>
  puppeteer.launch({ executablePath, args, headless: true, userDataDir: path.join(temp, "pa11y") });

/** A fresh visitor: no cache, no storage, a theme and a width. */
export async function visitor(browser, { theme = "light", width = 1280, script = true } = {}) {
  return browser.newContext({
    colorScheme: theme,
    viewport: { width, height: width === 320 ? 640 : 900 },
    javaScriptEnabled: script,
    locale: "fr-FR",
    reducedMotion: "reduce",
  });
}
