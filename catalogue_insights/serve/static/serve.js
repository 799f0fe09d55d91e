// The pages are whole without this script: it narrows the search while one types, and ticks a row
// of titles at once.
"use strict";

const PAUSE = 120;

const watch = (form) => {
  let timer = 0;
  let asked = null;

  const address = () => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form)) if (value) fields.append(name, value);
    return `${form.getAttribute("action")}?${fields}`;
  };

  const show = async (url) => {
    asked?.abort();
    asked = new AbortController();
    const results = document.getElementById("results");
    try {
      const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      results.replaceChildren(...page.getElementById("results").childNodes);
      document.title = page.title;
      history.replaceState(null, "", url);
    } catch (error) {
      if (error.name !== "AbortError") form.submit();
    }
  };

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (form.checkValidity()) show(address());
    }, PAUSE);
  };

  form.addEventListener("input", later);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    show(address());
  });
};

// Where there is little room, filters that nobody has set are folded.
const filters = document.querySelector(".filters:not([data-used])");
if (filters && matchMedia("(max-width: 46rem)").matches) filters.removeAttribute("open");

// With Shift a tick goes for all titles from the one before it on.
let ticked = null;
document.addEventListener("click", (event) => {
  if (!event.target.matches(".tick input")) return;
  const boxes = [...document.querySelectorAll(".tick input")];
  const ends = [boxes.indexOf(ticked), boxes.indexOf(event.target)].sort((a, b) => a - b);
  if (event.shiftKey && ends[0] >= 0) {
    for (const box of boxes.slice(...ends)) box.checked = event.target.checked;
  }
  ticked = event.target;
});

const search = document.getElementById("search");
if (search) watch(search);
