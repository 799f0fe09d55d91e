// The page is whole without this script: it adds sorting and finding to tables, a copy button to queries.
"use strict";

const sortKey = (cell) => {
  const text = cell.firstChild ? cell.firstChild.textContent.trim() : "";
  const scale = { k: 1e3, M: 1e6, bn: 1e9 }[text.split(" ").pop()] || 1;
  const number = parseFloat(text.replace(/[,<>+]/g, "").replace("−", "-"));
  return Number.isNaN(number) ? -Infinity : number * scale;
};

const sortBy = (table, index, numeric, direction) => {
  const body = table.tBodies[0];
  const rows = [...body.rows].sort((one, other) => {
    const [a, b] = [one.cells[index], other.cells[index]];
    const order = numeric
      ? sortKey(a) - sortKey(b)
      : a.textContent.localeCompare(b.textContent);
    return order * direction || 0;
  });
  body.append(...rows);
};

for (const table of document.querySelectorAll("table")) {
  for (const head of table.querySelectorAll("thead th")) {
    const numeric = head.classList.contains("number");
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === (numeric ? "descending" : "ascending");
      const direction = down === numeric ? 1 : -1;
      for (const other of table.querySelectorAll("thead th")) other.removeAttribute("aria-sort");
      head.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
      sortBy(table, head.cellIndex, numeric, direction);
    });
  }
}

// Long tables get a field that leaves the rows with its words.
for (const table of document.querySelectorAll("table")) {
  const rows = [...table.tBodies[0].rows];
  if (rows.length <= 10) continue;
  const find = document.createElement("label");
  const field = document.createElement("input");
  const count = document.createElement("output");
  find.className = "find";
  field.type = "search";
  find.append("Find", field, count);
  table.closest(".scroll").before(find);
  field.addEventListener("input", () => {
    const words = field.value.toLowerCase().split(/\s+/);
    for (const row of rows) {
      const text = row.textContent.toLowerCase();
      row.hidden = !words.every((word) => text.includes(word));
    }
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = field.value ? `${shown} of ${rows.length} rows` : "";
  });
}

for (const query of document.querySelectorAll("details.query")) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = "Copy";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(query.querySelector("pre").textContent);
    button.textContent = "Copied";
  });
  if (navigator.clipboard) query.append(button);
}

if (matchMedia("(max-width: 68rem)").matches) {
  document.querySelector(".contents details")?.removeAttribute("open");
}
