// Opens each page that is named in headless Chromium, in light and dark, wide and narrow, and on paper. It fails on any
// console message, any request beside the page itself, anything that runs over the side, and any violation of WCAG 2.2 AA
// that axe-core finds, folded and unfolded. Pictures and PDF are left beside the pages.
//
// node look.mjs CHROMIUM PAGE…
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const require = createRequire(resolve(process.env.TOOLS, "package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

const [, , executablePath, ...pages] = process.argv;
const looks = [
    { name: "light", colorScheme: "light", viewport: { width: 1280, height: 900 }, unfold: true },
    { name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 900 }, unfold: true },
    { name: "narrow", colorScheme: "light", viewport: { width: 400, height: 800 }, unfold: true },
    { name: "narrowest", colorScheme: "dark", viewport: { width: 320, height: 800 } },
];
let faults = 0;
const fault = (page, look, text) => {
    faults += 1;
    console.log(`${page} (${look}): ${text}`);
};

const browser = await chromium.launch({
    executablePath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync"],
});
for (const page of pages) {
    const url = pathToFileURL(resolve(page)).href;
    for (const look of looks) {
        // The page's own policy forbids scripts: axe-core comes in by the debugger.
        const context = await browser.newContext({ colorScheme: look.colorScheme, viewport: look.viewport });
        const tab = await context.newPage();
        tab.on("console", (message) => fault(page, look.name, `console: ${message.text()}`));
        tab.on("pageerror", (error) => fault(page, look.name, `error: ${error.message}`));
        tab.on("request", (request) => request.url() === url || fault(page, look.name, `request: ${request.url()}`));
        await tab.goto(url, { waitUntil: "load" });
        await tab.screenshot({ path: page.replace(/\.html$/, `.${look.name}.png`) });
        for (const folded of look.unfold ? [true, false] : [true]) {
            if (!folded) await tab.evaluate(() => document.querySelectorAll("details").forEach((one) => (one.open = true)));
            const over = await tab.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
            if (over > 0) fault(page, look.name, `runs ${over} pixels over the side`);
            await tab.evaluate(axe);
            const found = await tab.evaluate(() =>
                axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
            for (const one of found.violations) {
                const where = one.nodes.slice(0, 3).map((node) => `${node.target.join(" ")} ${node.html.slice(0, 160)} ${node.failureSummary}`);
                fault(page, look.name, `axe ${one.id}, ${one.nodes.length} times: ${one.help}\n  ${where.join("\n  ")}`);
            }
            if (found.passes.length === 0) fault(page, look.name, "axe-core looked at nothing");
            const name = `.${look.name}.${folded ? "folded" : "unfolded"}.png`;
            if (process.env.PICTURES) await tab.screenshot({ path: page.replace(/\.html$/, name), fullPage: true });
        }
        if (look.name === "dark") await tab.pdf({ path: page.replace(/\.html$/, ".pdf"), format: "A4", preferCSSPageSize: true });
        await context.close();
    }
    console.log(`Chromium and axe-core on ${page}: looked in ${looks.length} ways`);
}
await browser.close();
process.exit(faults ? 1 : 0);
