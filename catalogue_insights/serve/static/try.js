// The page is whole without this script: it scores while one types, and turns the threshold's field
// into a slider that changes the tags as it moves.
"use strict";

const PAUSE = 250;
const form = document.getElementById("try");
const results = document.getElementById("results");

const percent = (share) => `${(100 * share).toFixed(1)}%`;

const giveTags = (threshold) => {
  for (const group of results.querySelectorAll(".taxonomy")) {
    let count = 0;
    for (const tag of group.querySelectorAll("[data-chance]")) {
      const { chance, own, given } = tag.dataset;
      const isGiven = threshold === null ? given === "yes" : Number(chance) >= threshold;
      tag.classList.toggle("given", isGiven);
      tag.querySelector(".mark").textContent = isGiven ? "given" : "not given";
      tag.querySelector(".bar rect:last-child").setAttribute("x", percent(threshold ?? Number(own)));
      count += isGiven;
    }
    group.querySelector(".given-count").textContent = count;
  }
};

const shareThreshold = (value) => {
  const address = new URL(location.href);
  if (!address.search) return;
  if (value) address.searchParams.set("threshold", value);
  else address.searchParams.delete("threshold");
  history.replaceState(null, "", address);
};

// The slider stands beside the field and says the same; a button empties both.
const addSlider = () => {
  const field = document.getElementById("threshold");
  if (!field) return;
  const slider = document.createElement("input");
  const own = document.createElement("button");
  slider.type = "range";
  slider.id = "slider";
  slider.min = field.min;
  slider.max = field.max;
  slider.setAttribute("aria-label", "Threshold in percent");
  own.type = "button";
  own.id = "own";
  own.textContent = "Each tag’s own";

  const show = () => {
    const value = field.checkValidity() ? field.value : "";
    slider.value = value || 30;
    slider.classList.toggle("unset", !value);
    slider.setAttribute("aria-valuetext", value ? `${value}%` : "each tag’s own");
    own.disabled = !value;
    giveTags(value ? value / 100 : null);
    shareThreshold(value);
  };
  slider.addEventListener("input", () => {
    field.value = slider.value;
    show();
  });
  field.addEventListener("input", show);
  own.addEventListener("click", () => {
    field.value = "";
    show();
  });
  document.getElementById("apply").replaceWith(own);
  field.before(slider);
  show();
};

let timer = 0;
let asked = null;

const score = async () => {
  asked?.abort();
  asked = new AbortController();
  const focused = document.activeElement?.id;
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, signal: asked.signal });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    results.replaceChildren(...page.getElementById("results").childNodes);
    document.title = page.title;
    history.replaceState(null, "", answer.url);
    addSlider();
    if (focused && document.activeElement?.id !== focused) document.getElementById(focused)?.focus();
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
};

form.addEventListener("input", (event) => {
  if (event.target.id === "threshold" || !form.checkValidity()) return;
  clearTimeout(timer);
  timer = setTimeout(score, PAUSE);
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(timer);
  score();
});
addSlider();
