/* What a person would see and do with the pages:  check.mjs PAGES-FOLDER CHROMIUM */
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import { chromium } from "playwright-core";

const [, , folder, executablePath] = process.argv;
const args = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const url = (name) => `file://${path.resolve(folder, name)}`;
const wide = { width: 1280, height: 900 };
const narrow = { width: 390, height: 844 };
const least = 4.5; /* contrast of text, WCAG 2.1, 1.4.3 */

const browser = await chromium.launch({ executablePath, args });

/* A page that fails the test on anything it says, loads or is refused. */
const open = async (name, options = {}) => {
  const context = await browser.newContext({ viewport: wide, reducedMotion: "reduce", ...options });
  const page = await context.newPage();
  const faults = [];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    if (request.url().split("#")[0] !== url(name) && !request.url().startsWith("data:"))
      faults.push(`request: ${request.url()}`);
  });
  await page.addInitScript(() =>
    addEventListener("securitypolicyviolation", (event) =>
      console.error(`policy: ${event.violatedDirective} ${event.blockedURI}`)));
  await page.goto(url(name) + (options.hash || ""));
  return {
    page,
    close: async () => {
      assert.deepEqual(faults, [], name);
      await context.close();
    },
  };
};

/* Charts are made when they are seen. */
const seeCharts = async (page) => {
  await page.locator("section.charts").first().scrollIntoViewIfNeeded();
  await page.waitForSelector("section.live .u-over");
};

const unfold = (page) =>
  page.evaluate(() => document.querySelectorAll("details").forEach((fold) => { fold.open = true; }));

/* Nothing sticks out of the window but what scrolls in a box of its own. */
const sticksOut = () => {
  const found = [];
  for (const element of document.querySelectorAll("body *")) {
    if (element.closest(".scroll") || element.closest("svg svg") || element.closest(".skip"))
      continue;
    const box = element.getBoundingClientRect();
    if (box.width > 0 && (box.right > innerWidth + 1 || box.left < -1))
      found.push(`${element.tagName}.${element.getAttribute("class")} ${box.left}..${box.right}`);
  }
  if (document.documentElement.scrollWidth > innerWidth)
    found.push(`the page is ${document.documentElement.scrollWidth} wide`);
  return found;
};

/* Texts whose contrast with what is behind them is too low. */
const tooFaint = (limit) => {
  const context = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgb = (color) => {
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = color;
    context.fillRect(0, 0, 1, 1);
    return context.getImageData(0, 0, 1, 1).data;
  };
  const light = (color) => {
    const [r, g, b] = [...color].map((v) => v / 255)
      .map((v) => (v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = rgb(getComputedStyle(at).backgroundColor);
      if (color[3] > 0)
        return color;
    }
    return rgb("white");
  };
  const found = new Set();
  for (const element of document.querySelectorAll("main *, header *, footer *, .plot text")) {
    const style = getComputedStyle(element);
    const isSvg = element instanceof SVGElement;
    const hasText = [...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim());
    if (!hasText || ["TITLE", "DESC", "title", "desc", "SCRIPT"].includes(element.tagName) ||
        element.closest(".flag") || element.closest(".bar") || !element.checkVisibility())
      continue;
    const a = light(rgb(isSvg ? style.fill : style.color));
    const b = light(behind(isSvg ? element.closest("figure") : element));
    const contrast = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (contrast < limit)
      found.add(`${element.tagName}.${element.getAttribute("class")} ${contrast.toFixed(2)}`);
  }
  return [...found];
};

const tests = {};

tests["nothing overflows or is too faint, at any width and in both themes"] = async () => {
  for (const name of fs.readdirSync(folder).filter((file) => file.endsWith(".html")))
    for (const viewport of [wide, narrow])
      for (const colorScheme of ["light", "dark"]) {
        const { page, close } = await open(name, { viewport, colorScheme });
        if (name !== "many.html")
          await unfold(page);
        await seeCharts(page);
        assert.deepEqual(await page.evaluate(sticksOut), [], `${name} ${viewport.width}`);
        assert.deepEqual(await page.evaluate(tooFaint, least), [], `${name} ${colorScheme}`);
        await close();
      }
};

/* The verdict can be read without scrolling sideways, whatever the width. */
tests["the index shows verdicts on a telephone"] = async () => {
  const { page, close } = await open("several.html", { viewport: narrow });
  for (const badge of await page.locator(".index tbody tr td:nth-child(2) .badge").all()) {
    const box = await badge.boundingBox();
    assert.ok(box.x >= 0 && box.x + box.width <= narrow.width, `${box.x} ${box.width}`);
  }
  await close();
};

/* Places of findings must not hide the curves: one line in a chart, where one is chosen. */
tests["charts of values show the chosen place only"] = async () => {
  const { page, close } = await open("one.html");
  await seeCharts(page);
  const marked = () => page.evaluate(() => {
    const canvas = document.querySelectorAll(".uplot canvas")[2];
    const copy = document.createElement("canvas");
    copy.width = canvas.width;
    copy.height = canvas.height;
    const context = copy.getContext("2d", { willReadFrequently: true });
    context.drawImage(canvas, 0, 0);
    const { data } = context.getImageData(0, 20, canvas.width, 1);
    let count = 0; /* of runs of pixels that are more red than blue: the color of places */
    for (let i = 0, was = false; i < data.length; i += 4) {
      const is = data[i + 3] > 0 && data[i] > data[i + 2] + 20;
      count += is && !was;
      was = is;
    }
    return count;
  });
  assert.equal(await marked(), 0);
  await page.locator("section.charts").focus();
  await page.keyboard.press("n");
  await page.waitForTimeout(150);
  assert.equal(await marked(), 1);
  await close();
};

tests["dark is dark and light is light"] = async () => {
  for (const [colorScheme, isDark] of [["light", false], ["dark", true]]) {
    const { page, close } = await open("one.html", { colorScheme });
    const color = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(/\d+/.exec(color)[0] < 128, isDark, color);
    await close();
  }
};

tests["without script everything is there"] = async () => {
  const texts = [];
  for (const javaScriptEnabled of [true, false]) {
    const { page, close } = await open("one.html", { javaScriptEnabled });
    const main = page.locator("main");
    texts.push((await main.textContent()).replace(/\s+/g, " "));
    if (!javaScriptEnabled) {
      const charts = await page.locator("svg.plot").all();
      assert.ok(charts.length >= 9, `${charts.length} charts`);
      for (const chart of charts) {
        const box = await chart.boundingBox();
        assert.ok(await chart.isVisible() && box.height > 50 && box.width > 40);
      }
      assert.ok((await page.locator("svg.plot path.bars").getAttribute("d")).length > 50);
      assert.ok((await page.locator("table.quantities tbody tr").count()) > 20);
    }
    await close();
  }
  assert.equal(texts[0], texts[1]);
};

tests["without script places lead to their flags"] = async () => {
  const { page, close } = await open("one.html", { javaScriptEnabled: false });
  const link = page.locator("a[href='#s1-m5']").first();
  await link.click();
  assert.ok(page.url().endsWith("#s1-m5"));
  const box = await page.locator("#s1-m5 rect").boundingBox();
  assert.ok(box.y >= 0 && box.y < wide.height, `flag at ${box.y}`);
  await close();
};

const span = (page) => page.locator("section.charts").first().evaluate((section) =>
  [Number(section.dataset.from || 0), Number(section.dataset.to || 0)]);

tests["charts are drawn"] = async () => {
  const { page, close } = await open("one.html");
  await seeCharts(page);
  await page.waitForTimeout(200);
  const inks = await page.evaluate(() => [...document.querySelectorAll(".uplot canvas")].map((canvas) => {
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    const colors = new Set();
    for (let i = 0; i < data.length; i += 4)
      if (data[i + 3] === 255)
        colors.add(data[i] << 16 | data[i + 1] << 8 | data[i + 2]);
    return colors.size;
  }));
  assert.equal(inks.length, 6);
  for (const colors of inks)
    assert.ok(colors > 3, `${inks}`);
  await close();
};

tests["dragging zooms all charts, double click shows all"] = async () => {
  const { page, close } = await open("one.html");
  await seeCharts(page);
  const over = page.locator(".u-over").nth(2);
  await over.scrollIntoViewIfNeeded();
  const box = await over.boundingBox();
  await page.mouse.move(box.x + box.width * 0.25, box.y + 40);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 40, { steps: 5 });
  await page.mouse.up();
  await page.waitForTimeout(100);
  const length = 242.853;
  const [from, to] = await span(page);
  /* Within two pixels of the drag. */
  assert.ok(Math.abs(from - length / 4) < 1 && Math.abs(to - length / 2) < 1, `${from}..${to}`);
  const flags = await page.locator("svg.flag").evaluateAll((all) =>
    all.filter((flag) => flag.getAttribute("display") !== "none").map((flag) => flag.id));
  assert.deepEqual(flags, ["s1-m3", "s1-m4", "s1-m5", "s1-m6", "s1-m7"]);
  const readout = await page.locator(".tools output").textContent();
  assert.match(readout, /^\d+:\d\d\.\d{3}.*momentary \u2212.*short-term \u2212/);
  await over.dblclick();
  await page.waitForTimeout(100);
  const [all, end] = await span(page);
  assert.ok(all === 0 && Math.abs(end - length) < 0.001, `${all}..${end}`);
  await close();
};

tests["one cursor in all charts"] = async () => {
  const { page, close } = await open("one.html");
  await seeCharts(page);
  const box = await page.locator(".u-over").nth(2).boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 30);
  await page.waitForTimeout(100);
  const places = await page.locator(".u-cursor-x").evaluateAll((all) =>
    all.map((line) => Math.round(line.getBoundingClientRect().left)));
  assert.equal(places.length, 6);
  assert.ok(Math.max(...places) - Math.min(...places) <= 1, `${places}`);
  assert.ok(Math.abs(places[0] - box.x - box.width / 2) <= 2, `${places} ${box.x}`);
  await close();
};

tests["keys zoom, move and step"] = async () => {
  const { page, close } = await open("one.html");
  await seeCharts(page);
  await page.locator("section.charts").focus();
  await page.keyboard.press("+");
  let [from, to] = await span(page);
  assert.ok(Math.abs(to - from - 242.853 / 2) < 0.01);
  await page.keyboard.press("0");
  [from, to] = await span(page);
  assert.ok(from === 0 && Math.abs(to - 242.853) < 0.01);
  await page.keyboard.press("n");
  await page.waitForTimeout(100);
  assert.match(await page.locator(".tools output").textContent(), /^0:02\.180/);
  await page.keyboard.press("p");
  await page.waitForTimeout(100);
  assert.match(await page.locator(".tools output").textContent(), /^2:01\.750/);
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(100);
  assert.match(await page.locator(".tools output").textContent(), /^2:02\./);
  await close();
};

tests["places move the charts, flags lead to their rule"] = async () => {
  const { page, close } = await open("one.html");
  await unfold(page);
  for (const link of await page.locator("a[data-pin]").all()) {
    const number = await link.getAttribute("data-pin");
    const time = (await link.textContent()).trim().split(/\s+/)[1];
    await link.click();
    await page.waitForTimeout(150);
    assert.ok(page.url().endsWith(`#s1-m${number}`));
    assert.equal(await page.locator(".tools output b").textContent(), time);
    const flag = page.locator(`#s1-m${number}`);
    const box = await flag.locator("line").boundingBox();
    assert.ok(await flag.isVisible() && box.y > -60 && box.y < wide.height);
  }
  await page.locator("a[data-pin='3']").first().click();
  await page.locator("#s1-m3 a").click();
  assert.match(page.url(), /#s1-r\d+$/);
  const row = page.locator(page.url().slice(page.url().indexOf("#")));
  const box = await row.boundingBox();
  assert.ok(box.y >= -1 && box.y < wide.height, `row at ${box.y}`);
  assert.match(await row.textContent(), /true-peak/);
  await close();
};

tests["a link with a place opens there"] = async () => {
  const { page, close } = await open("one.html", { hash: "#s1-m5" });
  await page.waitForSelector("section.live");
  await page.waitForTimeout(200);
  assert.equal(await page.locator(".tools output b").textContent(), "1:32.456");
  await close();
};

tests["the index leads into folded subjects"] = async () => {
  const { page, close } = await open("many.html");
  assert.ok(!(await page.locator("#s3").isVisible()));
  await page.locator("a[href='#s3']").click();
  assert.ok(await page.locator("#s3").isVisible());
  const box = await page.locator("#s3").boundingBox();
  assert.ok(Math.abs(box.y) < wide.height, `subject at ${box.y}`);
  await close();
};

tests["print has sharp charts, all of it unfolded, on white"] = async () => {
  const { page, close } = await open("one.html", { colorScheme: "dark" });
  await seeCharts(page);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  assert.equal(await page.locator(".uplot").first().isVisible(), false);
  assert.equal(await page.locator(".tools").isVisible(), false);
  assert.equal(await page.locator(".box svg.plot").first().isVisible(), true);
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).backgroundColor),
    "rgb(255, 255, 255)");
  const pdf = await page.pdf({ format: "A4" });
  assert.ok(pdf.length > 50_000, `${pdf.length} bytes`);
  await close();
};

let failed = 0;
for (const [name, test] of Object.entries(tests)) {
  try {
    await test();
    console.log(`ok      ${name}`);
  } catch (error) {
    console.log(`FAILED  ${name}\n${error.stack}`);
    failed++;
  }
}
await browser.close();
process.exit(failed ? 1 : 0);
