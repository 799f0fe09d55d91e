// Charts are whole without this script: it says the value under the pointer, or that the arrow keys
// are at, and saves a chart as SVG, as a picture, or its rows as CSV.
"use strict";

const PIXELS = 2;
const PAINT = ["fill", "stroke", "stroke-width", "paint-order", "font-family", "font-size", "font-weight"];
const FORMULA = /^[=+\-@\t\r]/;

const centre = (mark) => {
  const box = mark.getBoundingClientRect();
  return [box.x + box.width / 2, box.y + box.height / 2];
};

// One box for all charts: it follows the mark that it speaks of.
const said = document.createElement("p");
said.className = "said";
said.setAttribute("role", "status");
document.getElementById("main").append(said);

const hush = () => {
  said.textContent = "";
  for (const mark of document.querySelectorAll("[data-say].at")) mark.classList.remove("at");
};

const speak = (mark) => {
  if (mark.classList.contains("at")) return;
  hush();
  const [x, y] = centre(mark);
  mark.classList.add("at");
  said.textContent = mark.dataset.say;
  const room = document.documentElement.clientWidth - said.offsetWidth - 8;
  said.style.left = `${Math.max(8, Math.min(x + 12, room)) + scrollX}px`;
  said.style.top = `${y + 14 + scrollY}px`;
};

const listen = (chart) => {
  const marks = [...chart.querySelectorAll("[data-say]")];
  if (!marks.length) return;
  let at = -1;
  const go = (to) => {
    at = Math.max(0, Math.min(to, marks.length - 1));
    speak(marks[at]);
  };
  chart.setAttribute("tabindex", "0");
  chart.setAttribute("aria-description", "Arrow keys say its values one by one.");
  chart.addEventListener("pointermove", (event) => {
    const far = marks.map((mark) => {
      const [x, y] = centre(mark);
      return Math.hypot(2 * (x - event.clientX), y - event.clientY);
    });
    go(far.indexOf(Math.min(...far)));
  });
  chart.addEventListener("pointerleave", hush);
  chart.addEventListener("blur", hush);
  chart.addEventListener("keydown", (event) => {
    const steps = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1 };
    steps.Home = 0;
    steps.End = marks.length - 1;
    if (event.key === "Escape") hush();
    if (!(event.key in steps)) return;
    event.preventDefault();
    go(steps[event.key]);
  });
};

// What the page's style sheet gives the drawing, it takes along.
const drawing = (chart) => {
  const copy = chart.cloneNode(true);
  const theirs = copy.querySelectorAll("*");
  chart.querySelectorAll("*").forEach((mark, place) => {
    const style = getComputedStyle(mark);
    for (const name of PAINT) theirs[place].setAttribute(name, style.getPropertyValue(name));
  });
  for (const mark of copy.querySelectorAll("[data-say]")) mark.remove();
  const [left, top, width, height] = chart.getAttribute("viewBox").split(/[\s,]+/);
  const paper = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  const at = { x: left, y: top, width, height, fill: getComputedStyle(document.body).backgroundColor };
  for (const [name, value] of Object.entries(at)) paper.setAttribute(name, value);
  copy.prepend(paper);
  for (const name of ["class", "tabindex", "aria-description"]) copy.removeAttribute(name);
  copy.setAttribute("width", width);
  copy.setAttribute("height", height);
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
};

const save = (blob, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
};

const asPicture = async (chart, name) => {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(drawing(chart))}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = PIXELS * image.width;
  canvas.height = PIXELS * image.height;
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  canvas.toBlob((blob) => save(blob, `${name}.png`));
};

const cell = (text) => {
  const value = FORMULA.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return `"${value.replaceAll('"', '""')}"`;
};

const asCsv = (table, name) => {
  const lines = [...table.rows].map((row) => {
    return [...row.cells].map((one) => cell(one.textContent.trim().replace(/\s+/g, " "))).join(",");
  });
  save(new Blob([`\ufeff${lines.join("\r\n")}\r\n`], { type: "text/csv" }), `${name}.csv`);
};

const offer = (chart) => {
  const section = chart.closest("section");
  const label = chart.getAttribute("aria-label").split(". ")[0];
  const name = section?.id || label.toLowerCase().replace(/[^a-z0-9]+/g, "-").slice(0, 40);
  const table = section?.querySelector("table");
  const ways = [
    ["SVG", () => save(new Blob([drawing(chart)], { type: "image/svg+xml" }), `${name}.svg`)],
    ["PNG", () => asPicture(chart, name)],
  ];
  if (table && !section.querySelector("a.csv")) ways.push(["CSV", () => asCsv(table, name)]);
  const tools = document.createElement("p");
  tools.className = "save";
  tools.append("Save as ");
  for (const [kind, work] of ways) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = kind;
    button.setAttribute("aria-label", `Save as ${kind}: ${label}`);
    button.addEventListener("click", work);
    tools.append(button, " ");
  }
  chart.after(tools);
};

const equip = (root) => {
  for (const chart of root.querySelectorAll("svg.chart")) {
    listen(chart);
    offer(chart);
  }
};

equip(document);
// The SQL box puts each answer in the place of the one before.
const results = document.getElementById("results");
if (results) new MutationObserver(() => equip(results)).observe(results, { childList: true });
