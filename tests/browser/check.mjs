// Looks at the pages in Chromium. Run from the repository's root:
//   node tests/browser/check.mjs WJTAB FOLDER
// Leaves screenshots and prints in FOLDER. CHROMIUM names the program, /usr/bin/chromium if unset.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import { HtmlValidate } from "html-validate";
import puppeteer from "puppeteer-core";
import { coloursDiffer } from "./colours.mjs";
import { hostile, makePages } from "./pages.mjs";

const [wjtab, folder] = process.argv.slice(2);
const views = [
    { name: "light", width: 1000, height: 1300, scheme: "light" },
    { name: "dark", width: 1400, height: 900, scheme: "dark" },
    { name: "narrow", width: 360, height: 740, scheme: "light" },
    { name: "narrow-dark", width: 360, height: 740, scheme: "dark" },
];
const faults = [];
let passed = 0;

function expect(what, found) {
    if (found.length === 0) {
        passed++;
    } else {
        faults.push(...found.slice(0, 8).map((text) => `${what}: ${text}`));
    }
}

// What is wrong with the page as laid out; runs inside it.
function layoutFaults() {
    const found = [];
    const width = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth > width) {
        found.push(`the page is ${document.documentElement.scrollWidth} wide, not ${width}`);
    }
    for (const element of document.querySelectorAll("body *:not(.scroll *, svg *)")) {
        const box = element.getBoundingClientRect();
        if (box.right > width + 0.5 || box.left < -0.5) {
            found.push(`${element.tagName} reaches from ${box.left} to ${box.right}`);
        }
    }
    for (const svg of document.querySelectorAll("svg")) {
        if (getComputedStyle(svg).display === "none") {
            continue;
        }
        const frame = svg.viewBox.baseVal;
        const texts = [...svg.querySelectorAll("text")].map((text) => [text, text.getBBox()]);
        texts.forEach(([text, a], i) => {
            if (a.x < -0.5 || a.x + a.width > frame.width + 0.5 || a.y < -1.5 ||
                a.y + a.height > frame.height + 1.5) {
                found.push(`“${text.textContent}” leaves its chart`);
            }
            for (const [other, b] of texts.slice(0, i)) {
                // Boxes of texts include the room between lines: a tenth is not ink.
                const margin = a.height * 0.12;
                if (a.x < b.x + b.width - 0.5 && b.x < a.x + a.width - 0.5 &&
                    a.y + margin < b.y + b.height - margin &&
                    b.y + margin < a.y + a.height - margin) {
                    found.push(`“${text.textContent}” is over “${other.textContent}”`);
                }
            }
        });
    }
    const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
    if (new Set(ids).size !== ids.length) {
        found.push("ids are used twice");
    }
    return found;
}

async function axeFaults(page) {
    await page.evaluate(axe.source);
    const { violations } = await page.evaluate(() => window.axe.run(document, {
        resultTypes: ["violations"], runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa",
            "wcag22aa", "best-practice"] }));
    return violations.flatMap((rule) => rule.nodes.slice(0, 3).map((node) =>
        `${rule.id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ""}`));
}

async function hostileFaults(page) {
    const text = await page.evaluate(() => document.body.textContent);
    const alien = await page.evaluate(() =>
        document.querySelectorAll("script, img, link, iframe, object, [style], [onerror]").length);
    const turning = /[\u0001-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\u2066-\u2069\ufffe\uffff]/;
    const found = Object.values(hostile).filter((each) => !text.includes(each))
        .map((each) => `not shown as written: ${each}`);
    if (alien > 0 || (await page.title()) === "run") {
        found.push("an answer became markup");
    }
    if (turning.test(text)) {
        found.push("a control went through");
    }
    if (!text.includes("␁␈␛[31m")) {
        found.push("controls are not shown");
    }
    return found;
}

// Opens a page and gives what the browser complains about from then on.
async function open(browser, url, view) {
    const page = await browser.newPage();
    const messages = [];
    page.on("console", (message) => messages.push(`console: ${message.text()}`));
    page.on("pageerror", (error) => messages.push(`error: ${error.message}`));
    page.on("requestfailed", (request) => messages.push(`not loaded: ${request.url()}`));
    page.on("request", (request) => {
        if (request.url() !== url) {
            messages.push(`loaded: ${request.url()}`);
        }
    });
    await page.setViewport({ width: view.width, height: view.height });
    await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: view.scheme }]);
    await page.goto(url);
    return { page, messages };
}

async function shoot(page, file, view) {
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.screenshot({ path: file, clip: { x: 0, y: 0, width: view.width,
        height: Math.min(height, 6000) }, captureBeyondViewport: true });
}

async function checkView(browser, made, view) {
    const { page, messages } = await open(browser, pathToFileURL(made.file).href, view);
    const what = `${made.name}, ${view.name}`;
    expect(`${what}, layout`, await page.evaluate(layoutFaults));
    await shoot(page, path.join(folder, `${made.name}-${view.name}.png`), view);
    if (made.name !== "big") {
        expect(`${what}, axe`, await axeFaults(page));
    }
    if (made.name === "hostile") {
        expect(`${what}, texts`, await hostileFaults(page));
    }
    if (made.name === "sample") {
        expect(`${what}, colours`, await coloursDiffer(page));
    }
    expect(`${what}, console`, messages);
    await page.close();
}

async function checkPrint(browser, made) {
    const { page, messages } = await open(browser, pathToFileURL(made.file).href, views[1]);
    const file = path.join(folder, `${made.name}.pdf`);
    await page.pdf({ path: file, preferCSSPageSize: true, printBackground: false });
    await page.emulateMediaType("print");
    await page.setViewport({ width: 657, height: 990 }); // the text area of an A4 page
    expect(`${made.name}, print, layout`, await page.evaluate(() =>
        [...document.querySelectorAll("table")].filter((table) =>
            table.getBoundingClientRect().right > innerWidth + 1)
            .map((table) => `cut off: ${table.textContent.slice(0, 60)}`)));
    const info = execFileSync("pdfinfo", [file], { encoding: "utf8" });
    expect(`${made.name}, print`, /Page size: .*A4/.test(info) ? [] : [info]);
    expect(`${made.name}, print, console`, messages);
    await page.close();
}

async function checkMarkup(validator, made) {
    const report = await validator.validateFile(made.file);
    expect(`${made.name}, markup`, report.results.flatMap((result) => result.messages.map(
        (message) => `${message.line}:${message.column}: ${message.ruleId}: ${message.message}`)));
}

// Pages that were broken on purpose: each must be complained about.
async function checkBroken(browser, made) {
    const whole = fs.readFileSync(made.file, "utf8");
    const breaks = {
        script: ["</main>", "<script>1</script></main>"],
        style: ["<main>", "<main style=\"color:red\">"],
        wide: ["</main>", "<p>" + "<nobr>" + "x".repeat(2000) + "</nobr></p></main>"],
        picture: ["</main>", "<img src=\"https://example.org/x.png\" alt=\"\"></main>"],
        changed: ["line-height:1.75", "line-height:1.76"],
        text: ["</svg>", "<text x=\"500\" y=\"20\" font-size=\"9\">too far out</text></svg>"],
    };
    for (const [name, [from, to]] of Object.entries(breaks)) {
        const file = path.join(folder, `broken-${name}.html`);
        fs.writeFileSync(file, whole.replace(from, to));
        const { page, messages } = await open(browser, pathToFileURL(file).href, views[0]);
        const found = [...messages, ...(await page.evaluate(layoutFaults))];
        expect(`broken: ${name}`, found.length > 0 ? [] : ["was not noticed"]);
        await page.close();
    }
}

const started = Date.now();
const pages = makePages(wjtab, folder);
const browser = await puppeteer.launch({
    executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
});
try {
    const validator = new HtmlValidate({ root: true, extends: ["html-validate:recommended"],
        rules: { "long-title": "off" } }); // the title is the survey's
    for (const made of pages) {
        await checkMarkup(validator, made);
        // Size and texts are the same in the dark.
        const shown = views.filter((view) => made.name !== "big" || view.scheme === "light");
        for (const view of shown) {
            await checkView(browser, made, view);
        }
        await checkPrint(browser, made);
    }
    await checkBroken(browser, pages[0]);
} finally {
    await browser.close();
}
const big = pages.find((made) => made.name === "big");
expect("big, time", big.seconds < 1 ? [] : [`${big.seconds.toFixed(2)} s`]);
faults.forEach((fault) => console.log(fault));
console.log(`pages: ${passed} passed, ${faults.length} failed, ` +
    `${((Date.now() - started) / 1000).toFixed(0)} s`);
process.exit(faults.length > 0 ? 1 : 0);
