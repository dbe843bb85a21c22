// A check that cannot fail is worth nothing: a page with every fault is served here, and each check must find its own.
import http from "node:http";
import { Report } from "../lib/report.mjs";
import { keyboard } from "../walks/keyboard.mjs";
import { print } from "../walks/print.mjs";
import { look } from "./look.mjs";
import { sniff } from "./pa11y.mjs";

const BAD = `<!DOCTYPE html><html lang="en" dir="ltr"><head><title>Bad</title>
<link rel="stylesheet" href="/bad.css"></head><body><header><p><a href="/other">First</a></p></header><main><h1>Bad</h1>
<p class="pale">pale words on a white ground</p>
<svg width="300" height="40"><rect width="300" height="40" fill="#fff"/><text x="5" y="25" font-size="16" fill="#ccc">pale words in a drawing</text></svg>
<p class="gradient">pale words on a gradient</p><div class="wide">too wide</div><img src="/heavy">
<p><a href="#a">a</a> <a href="#b">b</a> <a href="#c">c</a> <a href="#d">d</a> <a href="#e">e</a></p>
<table><tr><td>x</td></tr></table></main><script src="/bad.js"></script><script>inline()</script></body></html>`;
const CSS = `a{outline:none!important}.pale{color:#ccc}.gradient{color:#ddd;background:linear-gradient(#fff,#eee)}
.wide{width:2000px}@media print{body{background:#000;color:#fff}h1{color:#fff}}`;

export async function self(report, walker, sniffer) {
  const server = http.createServer((request, response) => {
    const [type, body] = {
      "/bad.css": ["text/css", CSS],
      "/bad.js": ["text/javascript", "throw new Error('bad')"],
      "/heavy": ["image/svg+xml", `<svg xmlns="http://www.w3.org/2000/svg"><!--${"x".repeat(150_000)}--></svg>`],
    }[request.url] ?? ["text/html; charset=utf-8", request.url === "/order" ? BAD.replace('href="#c"', 'href="#c" tabindex="3"') : BAD];
    response.writeHead(200, { "content-type": type, "content-security-policy": "default-src 'self'" });
    response.end(body);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const base = `http://127.0.0.1:${server.address().port}`;
  const silent = new Report({ silent: true });
  const page = { name: "bad", path: "/" };
  const one = { lang: "fr", theme: "light", width: 320, prefix: "" };
  try {
    await look(silent, walker, base, page, one);
    await sniff(silent, sniffer, base, page, one);
    await keyboard(silent, walker, base, page, one);
    await keyboard(silent, walker, base, { name: "bad", path: "/order" }, one);
    await print(silent, walker, base, page, one);
  } finally {
    server.close();
  }
  const expected = {
    answers: ["lang=", "labelled"],
    "fits its width": ["px wide", "wide"],
    "console and policy": ["Error: bad", "Content Security Policy"],
    weight: ["first view"],
    axe: ["image-alt", "color-contrast", "on its ground"],
    pa11y: ["WCAG2AA", "color-contrast"],
    "skip link": ["no skip link", "after the skip link"],
    "keyboard walk": ["in the page's order", "the focus cannot be seen"],
    print: ["the ground is dark", "the ink is light", "label of the demonstration"],
  };
  for (const [kind, words] of Object.entries(expected)) {
    await report.check(`${kind} finds its fault`, "self", () => {
      const problems = silent.problems.get(kind) ?? [];
      return words.filter((word) => !problems.some((problem) => problem.includes(word))).map((word) => `nothing said of « ${word} »: ${JSON.stringify(problems).slice(0, 400)}`);
    });
  }
}
