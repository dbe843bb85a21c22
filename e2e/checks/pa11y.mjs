// pa11y with both of its runners: HTML_CodeSniffer sees defects that axe misses, and the other way round.
import pa11y from "pa11y";

/** Visits a page in one language, theme and width. */
export async function sniff(report, browser, base, page, { lang, theme, width, prefix }) {
  await report.check(`${page.name}, ${lang} ${theme} ${width}`, "pa11y", async () => {
    const tab = await browser.newPage();
    try {
      await tab.emulateMediaFeatures([{ name: "prefers-color-scheme", value: theme }]);
      const { issues } = await pa11y(base + prefix + page.path, {
        browser, page: tab, standard: "WCAG2AA", runners: ["htmlcs", "axe"], timeout: 60_000,
        viewport: { width, height: 900 },
        // What its axe cannot decide (text on gradients and drawings), contrast.mjs measures on the pixels.
        levelCapWhenNeedsReview: "warning",
      });
      return issues.filter(({ type }) => type === "error").map(({ code, selector, message }) => `${code} ${selector}: ${message}`);
    } finally {
      await tab.close();
    }
  });
}
