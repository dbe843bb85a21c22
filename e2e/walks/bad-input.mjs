// What bad requests get: a clear page or a problem document that says what to do, never a 500.
import http from "node:http";

const NOT_FOUND = { "": "Page introuvable", "/en": "Page not found", "/ar": "الصفحة غير موجودة" };

/** A raw request: what fetch would mend before sending. */
function raw(base, { method = "GET", path, headers = {}, body }) {
  const { hostname, port } = new URL(base);
  return new Promise((resolve, reject) => {
    const request = http.request({ hostname, port, method, path, headers, timeout: 20_000, agent: false }, (answer) => {
      const parts = [];
      answer.on("data", (part) => parts.push(part));
      answer.on("end", () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(parts).toString() }));
    });
    request.on("timeout", () => request.destroy(new Error("no answer in 20 s")));
    request.on("error", reject);
    request.end(body);
  });
}

export async function badInput(report, base) {
  const cases = [
    ["a page number of 10^9", { path: "/associations?page=1000000000" }, [200, 400, 404]],
    ["a page number that is none", { path: "/associations?page=-1%00" }, [200, 400, 404]],
    ["a query of one megabyte", { path: `/associations?q=${"a".repeat(1_000_000)}` }, [414, 431]],
    ["a query of one hundred kilobytes", { path: `/associations?q=${"a".repeat(100_000)}` }, [200, 400, 414, 431]],
    ["a query of seven kilobytes", { path: `/associations?q=${"%F0%9F%8C%BB".repeat(600)}` }, [200, 400, 414]],
    ["broken percent signs", { path: "/associations?q=%ff%zz%" }, [200, 400]],
    ["signs of a query language", { path: `/associations?q=${encodeURIComponent('+"*:(^~[] AND OR NOT')}` }, [200]],
    ["a path out of the house", { path: "/../../etc/passwd" }, [400, 404]],
    ["an unknown filter value", { path: "/associations?theme=%3Cscript%3E&quartier=x" }, [200, 400]],
    ["a form from another site", { method: "POST", path: "/associations", headers: { origin: "https://evil.example", "sec-fetch-site": "cross-site" } }, [403, 405]],
    ["a method nobody speaks", { method: "PROPFIND", path: "/associations" }, [405, 501]],
    ["a body of two megabytes", { method: "POST", path: "/associations", headers: { "content-length": 2_000_000 }, body: "a".repeat(2_000_000) }, [403, 405, 413]],
  ];
  for (const [name, request, allowed] of cases) {
    await report.check(name, "bad input", async () => {
      const answer = await raw(base, request).catch((error) => {
        // The server may answer and hang up before it has read everything that we send.
        if (request.body && ["EPIPE", "ECONNRESET"].includes(error.code)) return { status: 413, text: "" };
        throw error;
      });
      return allowed.includes(answer.status) ? [] : [`status ${answer.status}, not one of ${allowed}`];
    });
  }
  for (const [prefix, word] of Object.entries(NOT_FOUND)) {
    await report.check(`a wrong address, ${prefix || "/fr"}`, "bad input", async () => {
      const answer = await raw(base, { path: `${prefix}/nulle-part` });
      const title = answer.text.match(/<title>([^<]*)/)?.[1] ?? "";
      return [
        ...(answer.status === 404 ? [] : [`status ${answer.status}`]),
        ...(title.startsWith(word) ? [] : [`the title « ${title} » does not begin with « ${word} »`]),
        ...(answer.text.includes(`href="${prefix || "/"}`) ? [] : ["no link leads home"]),
      ];
    });
  }
  await report.check("a wrong address of the interface", "bad input", async () => {
    const answer = await raw(base, { path: "/api/v1/nowhere" });
    const problem = JSON.parse(answer.text);
    return answer.status === 404 && problem.status === 404 && answer.headers["content-type"].includes("problem+json")
      ? [] : [`${answer.status} ${answer.headers["content-type"]} ${answer.text.slice(0, 100)}`];
  });
}
