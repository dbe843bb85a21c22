// On paper: black on white even where the screen is dark, nothing cut, the demonstration still labelled.
import { visitor } from "../lib/browser.mjs";

export async function print(report, browser, base, page, { lang, prefix }) {
  // The width of the text on an A4 page at 96 points per inch, margins off.
  const context = await visitor(browser, { theme: "dark", width: 680 });
  try {
    await report.check(`${page.name}, ${lang}`, "print", async () => {
      const tab = await context.newPage();
      await tab.goto(base + prefix + page.path);
      await tab.emulateMedia({ media: "print", colorScheme: "dark" });
      const seen = await tab.evaluate(() => {
        const light = (colour) => {
          const [r, g, b, alpha = 1] = colour.match(/[\d.]+/g).map(Number);
          return alpha === 0 ? 255 : (r + g + b) / 3;
        };
        const ground = [document.body, document.documentElement].map((one) => light(getComputedStyle(one).backgroundColor));
        const heading = document.querySelector("h1");
        return {
          ground: Math.min(...ground),
          ink: light(getComputedStyle(heading).color),
          heading: heading.checkVisibility(),
          demo: document.querySelector(".demo")?.checkVisibility() ?? false,
          wide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        };
      });
      const problems = [];
      if (seen.ground < 240) problems.push(`the ground is dark: ${seen.ground}`);
      if (seen.ink > 110) problems.push(`the ink is light: ${seen.ink}`);
      if (!seen.heading) problems.push("the heading is not printed");
      if (!seen.demo) problems.push("the label of the demonstration is not printed");
      if (seen.wide > 0) problems.push(`${seen.wide} px are cut at the edge`);
      const pdf = await tab.pdf({ format: "A4", margin: { top: "15mm", bottom: "15mm", left: "15mm", right: "15mm" } });
      if (pdf.length < 5_000) problems.push(`the printed file has ${pdf.length} bytes`);
      return problems;
    });
  } finally {
    await context.close();
  }
}
