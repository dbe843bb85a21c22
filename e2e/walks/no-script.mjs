// Without JavaScript: from the home page to an association and to the data, by links and forms alone.
import { visitor } from "../lib/browser.mjs";

export async function noScript(report, browser, base, prefix, lang) {
  const context = await visitor(browser, { width: 320, script: false });
  try {
    await report.check(`home, search, association, data, ${lang}`, "without script", async () => {
      const tab = await context.newPage();
      await tab.goto(`${base}${prefix}/`);
      // A word of the first association listed: whatever the data are, the search must find it.
      await tab.goto(`${base}${prefix}/associations?aides=1`);
      const name = (await tab.locator("main ul.list a.go").first().textContent()).trim();
      await tab.goto(`${base}${prefix}/`);
      await tab.locator("form[role=search] input[name=q]").fill(name);
      await tab.locator("form[role=search] button").click();
      if (!tab.url().includes("q=")) return [`the search led to ${tab.url()}`];
      const first = tab.locator("main ul.list a.go").first();
      if ((await first.textContent()).trim() !== name) return [`« ${name} » is not the first result: ${await first.textContent()}`];
      await first.click();
      const heading = (await tab.locator("h1").textContent()).trim();
      if (heading !== name) return [`the page of « ${name} » is headed « ${heading} »`];
      if ((await tab.locator("main table tbody tr").count()) === 0) return ["no grant stands on its page"];
      await tab.locator("footer a[href$='/donnees']").click();
      const links = await tab.locator("main a[href*='/export/']").evaluateAll((all) => all.map((one) => one.getAttribute("href")));
      if (links.length === 0) return ["the open data page links no file"];
      const problems = [];
      for (const link of new Set(links)) {
        const answer = await context.request.get(new URL(link, base).pathname.startsWith("/") ? base + new URL(link, base).pathname : link);
        if (answer.status() !== 200 || (await answer.body()).length < 100) problems.push(`${link}: ${answer.status()}, ${(await answer.body()).length} bytes`);
      }
      return problems;
    });
    await report.check(`filters and pages, ${lang}`, "without script", async () => {
      const tab = await context.newPage();
      await tab.goto(`${base}${prefix}/associations`);
      await tab.locator("main details summary").first().click();
      await tab.locator("input[name=aides]").check();
      await tab.locator("form[role=search] details button[type=submit]").click();
      const before = await tab.locator("main ul.list a.go").first().getAttribute("href");
      if (!tab.url().includes("aides=1")) return [`the filter led to ${tab.url()}`];
      await tab.locator("main nav a[rel=next]").click();
      const after = await tab.locator("main ul.list a.go").first().getAttribute("href");
      return before === after || !tab.url().includes("aides=1") ? [`the next page is ${tab.url()}, with the same first line`] : [];
    });
  } finally {
    await context.close();
  }
}
