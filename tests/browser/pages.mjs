// Makes the pages that are looked at: the sample's, one full of hostile texts, and a big one.
import { execFileSync } from "node:child_process";
import fs from "node:fs";
import path from "node:path";

export const hostile = {
    markup: "<script>document.title='run'</script><img src=x onerror=alert(1)>",
    closing: "]]></title></svg></style>--><!--",
    signs: "&amp; & \"double\" 'single' `back`",
    emoji: "👩‍👩‍👧‍👦🏳️‍🌈 كلام بالعربية",
    formula: "=cmd|' /C calc'!A0 _x0041_",
};
const turning = "\u202e\u2067turned\u2066";
const long = "很长的答案没有一个空格".repeat(455);
const unbroken = "Donaudampfschifffahrt".repeat(12);

const quote = (text) => `"${text.replaceAll('"', '""')}"`;
const yaml = (text) => JSON.stringify(text);

function run(wjtab, folder, name, definition, records) {
    const place = path.join(folder, name);
    fs.rmSync(place, { recursive: true, force: true });
    fs.mkdirSync(place, { recursive: true });
    fs.writeFileSync(path.join(place, "survey.yaml"), definition);
    fs.writeFileSync(path.join(place, "answers.csv"),
        records.map((fields) => fields.map(quote).join(",")).join("\r\n") + "\r\n");
    const started = process.hrtime.bigint();
    execFileSync(wjtab, ["run", path.join(place, "survey.yaml"), "--quiet", "-o",
        path.join(place, "out"), "--format", "html"], { stdio: ["ignore", "pipe", "pipe"] });
    const seconds = Number(process.hrtime.bigint() - started) / 1e9;
    return { name, file: path.join(place, "out", "report.html"), seconds };
}

function samplePage(wjtab, folder) {
    const out = path.join(folder, "sample");
    fs.rmSync(out, { recursive: true, force: true });
    execFileSync(wjtab, ["run", "samples/zhifu-2022/survey.yaml", "--quiet", "-o", out,
        "--format", "html"], { stdio: ["ignore", "pipe", "pipe"] });
    return { name: "sample", file: path.join(out, "report.html") };
}

function hostilePage(wjtab, folder) {
    const texts = [...Object.values(hostile), unbroken];
    const options = texts.map((text, i) =>
        `      - {code: O${i}, label: ${yaml(text)}, score: ${100 - i}}`).join("\n");
    const columns = ["q1", "q2", "q3"];
    const definition = `survey: ${yaml("调查 " + hostile.markup)}
responses: answers.csv
questions:
  - name: q1
    column: q1
    type: single
    label: ${yaml(hostile.closing)}
    options:
${options}
  - name: q2
    column: q2
    type: multiple
    separator: ";"
    label: ${yaml(unbroken)}
    options:
${options.replaceAll(/, score: \d+/g, "")}
  - {name: q3, column: q3, type: text, label: ${yaml(hostile.signs)}}
valid: {unknown: reject}
measures:
  - {name: ${yaml("满意<度>&\"率\"")}, mean_of: [q1]}
tables:
  - {rows: [q1], by: [q2]}
output: {formats: [html]}
`;
    const records = [columns];
    for (let i = 0; i < 40; i++) {
        records.push([`O${i % texts.length}`, "O0;O2", hostile.markup]);
    }
    records.push([`unknown \u0001\u0008\u001b[31m ${turning}`, "O1", "x"]);
    records.push([`${hostile.markup} \ufffe\uffff`, "O1", "x"]);
    records.push([long.slice(0, 5000), "O1", "x"]);
    return run(wjtab, folder, "hostile", definition, records);
}

function bigPage(wjtab, folder) {
    const labels = Array.from({ length: 12 }, (_, i) => `第${i + 1}种可供选择的回答`);
    const options = labels.map((label, i) =>
        `    - {code: ${String.fromCharCode(65 + i)}, label: ${label}, score: ${100 - 8 * i}}`);
    const names = Array.from({ length: 60 }, (_, i) => `第${i + 1}题`);
    const questions = names.map((name) =>
        `  - {name: ${name}, label: 您对${name}所问的这一项工作的满意程度如何, column: ${name}, type: single, scale: s}`);
    const definition = `survey: 六十题、每题十二个选项
responses: answers.csv
scales:
  s:
${options.join("\n")}
questions:
${questions.join("\n")}
measures:
  - {name: 满意度, mean_of: [${names.join(", ")}]}
tables:
  - {rows: [${names.slice(0, 20).join(", ")}], by: [第60题]}
output: {formats: [html]}
`;
    const records = [names];
    for (let i = 0; i < 300; i++) {
        records.push(names.map((_, j) => String.fromCharCode(65 + (i * (j + 1) + j * j) % 12)));
    }
    return run(wjtab, folder, "big", definition, records);
}

// The blank questionnaire of a definition that another page was made from.
function formPage(wjtab, folder, name, survey) {
    const file = path.join(folder, `${name}.html`);
    execFileSync(wjtab, ["form", survey, "--quiet", "--force", "-o", file],
        { stdio: ["ignore", "pipe", "pipe"] });
    return { name, file };
}

export function makePages(wjtab, folder) {
    const pages = [samplePage(wjtab, folder), hostilePage(wjtab, folder), bigPage(wjtab, folder)];
    const own = (name) => path.join(folder, name, "survey.yaml");
    return [...pages, formPage(wjtab, folder, "form", "samples/zhifu-2022/survey.yaml"),
        formPage(wjtab, folder, "form-hostile", own("hostile")),
        formPage(wjtab, folder, "form-big", own("big"))];
}
