// The SQL box with this script: an editor that knows the marts and DuckDB's functions, answers
// without leaving the page, and a link to copy. Without it the form's own field does the work.
import { autocompletion, completionKeymap } from "@codemirror/autocomplete";
import { history, historyKeymap, standardKeymap } from "@codemirror/commands";
import { sql, SQLDialect } from "@codemirror/lang-sql";
import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const WORDS =
  "all and any as asc between by case cast cross desc describe distinct else end except exclude " +
  "exists explain filter following from full group having ilike in inner intersect interval into " +
  "is join lateral left like limit name natural not null nulls offset on or order outer over " +
  "partition pivot positional preceding qualify range recursive replace right rows sample select " +
  "semi anti asof summarize then try_cast unbounded union unpivot using values when where window with";
const WINDOW_FUNCTIONS =
  "cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number";
const DUCKDB = SQLDialect.define({
  keywords: `${WORDS} true false`,
  types: "bigint boolean date decimal double float hugeint integer interval json time timestamp varchar",
  doubleDollarQuotedStrings: true,
  operatorChars: "+-*/<>=~!@#%^&|?",
  specialVar: "$",
});
const INKS = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.bool, tags.null], color: "var(--a)", fontWeight: "600" },
  { tag: tags.string, color: "var(--c)" },
  { tag: tags.number, color: "var(--b)" },
  { tag: tags.typeName, color: "var(--d)" },
  { tag: tags.comment, color: "var(--muted)", fontStyle: "italic" },
]);
const LOOK = EditorView.theme({
  "&": { border: "1px solid var(--rest)", borderRadius: "3px", backgroundColor: "var(--paper)", color: "var(--ink)" },
  "&.cm-focused": { outline: "3px solid var(--a)", outlineOffset: "3px" },
  ".cm-scroller": { font: "0.875rem/1.5 var(--mono)", minHeight: "14rem", maxHeight: "32rem" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-line": { padding: "0 0.6rem" },
  ".cm-tooltip": { border: "1px solid var(--rest)", backgroundColor: "var(--paper)", color: "var(--ink)" },
  // The list shows those around the chosen one and so needs no scrolling, which only a mouse could do.
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "none", overflow: "hidden" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--a)", color: "var(--paper)" },
  ".cm-completionDetail": { color: "var(--muted)" },
  "li[aria-selected] .cm-completionDetail": { color: "inherit" },
  ".cm-completionInfo": { maxWidth: "22rem", whiteSpace: "pre-line" },
});

const textOf = (place, selector) => place.querySelector(selector)?.textContent.trim() ?? "";

// What the page lists of the marts, as completions: by mart its own and those of its columns.
const readMarts = () => {
  const found = {};
  for (const mart of document.querySelectorAll("details.mart")) {
    const columns = [...mart.querySelectorAll("dl > div")].map((column) => ({
      label: textOf(column, "code"),
      detail: textOf(column, ".kind"),
      info: textOf(column, "dd"),
      type: "property",
    }));
    const label = textOf(mart, "summary code");
    found[label] = { self: { label, info: textOf(mart, ".what"), type: "class" }, children: columns };
  }
  return found;
};

// The columns of every mart that the question names; DuckDB's functions after them.
const completeWords = (marts, functions) => {
  const calls = functions.map((label) => ({ label, apply: `${label}(`, type: "function", boost: -1 }));
  return (context) => {
    const word = context.matchBefore(/\w+/);
    if ((!word && !context.explicit) || (word && /[.'"]/.test(context.state.sliceDoc(word.from - 1, word.from)))) {
      return null;
    }
    const named = new Set(context.state.doc.toString().match(/\w+/g));
    const columns = Object.entries(marts).flatMap(([name, { children }]) => (named.has(name) ? children : []));
    const once = new Map(columns.map((column) => [column.label, column]));
    return { from: word ? word.from : context.pos, options: [...once.values(), ...calls], validFor: /^\w*$/ };
  };
};

// A browser that types over marked text would keep the look of it as an inline style, which the
// page's policy forbids and reports; so what is typed over a selection is put in place here.
const typeOver = (event, view) => {
  if (event.inputType !== "insertText" || !event.data || view.composing) return false;
  const marked = view.root.getSelection?.() ?? document.getSelection();
  if (!marked?.anchorNode || !view.contentDOM.contains(marked.anchorNode)) return false;
  const ends = ["anchor", "focus"].map((end) => view.posAtDOM(marked[`${end}Node`], marked[`${end}Offset`]));
  const [from, to] = [Math.min(...ends), Math.max(...ends)];
  if (from === to) return false;
  view.dispatch({
    changes: { from, to, insert: event.data },
    selection: { anchor: from + event.data.length },
    userEvent: "input.type",
    scrollIntoView: true,
  });
  event.preventDefault();
  return true;
};

const addEditor = (form, field) => {
  const label = document.querySelector(`label[for="${field.id}"]`);
  const marts = readMarts();
  const functions = [...form.dataset.functions.split(" "), ...WINDOW_FUNCTIONS.split(" ")];
  // In a shadow root its styles are adopted sheets: the page's policy allows no others.
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  const language = sql({ dialect: DUCKDB, schema: marts });
  const view = new EditorView({
    parent: root,
    root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => (form.requestSubmit(), true) }])),
        keymap.of([...completionKeymap, ...historyKeymap, ...standardKeymap]),
        history(),
        language,
        language.language.data.of({ autocomplete: completeWords(marts, functions) }),
        autocompletion({ icons: false, maxRenderedOptions: 10 }),
        syntaxHighlighting(INKS),
        EditorView.domEventHandlers({ beforeinput: typeOver }),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label.textContent, autocapitalize: "off" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) field.value = update.state.doc.toString();
        }),
        LOOK,
      ],
    }),
  });
  field.after(host);
  field.hidden = true;
  field.required = false; // a browser cannot point at what does not show
  label.removeAttribute("for");
  label.addEventListener("click", () => view.focus());
};

const address = (form, field) => {
  const asked = new URLSearchParams({ q: field.value });
  if (form.elements.show) asked.set("show", form.elements.show.value);
  return new URL(`${form.getAttribute("action")}?${asked}`, location.href).href;
};

let asked = null;

const ask = async (url) => {
  asked?.abort();
  asked = new AbortController();
  const results = document.getElementById("results");
  results.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const found = page.getElementById("results");
    if (!found) return location.assign(url); // it is refused or busy, and the page says so
    results.replaceChildren(...found.childNodes);
    remember(url);
  } catch (error) {
    if (error.name !== "AbortError") location.assign(url);
  }
  results.removeAttribute("aria-busy");
};

const remember = (url) => {
  if (url !== location.href) window.history.pushState(null, "", url);
};

const addCopy = (form, field) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy-link";
  button.textContent = "Copy link";
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(address(form, field));
    button.textContent = "Copied";
    setTimeout(() => (button.textContent = "Copy link"), 2_000);
  });
  if (navigator.clipboard) form.querySelector(".actions").append(button);
};

const form = document.getElementById("ask");
const field = document.getElementById("question");
addEditor(form, field);
addCopy(form, field);
form.addEventListener("submit", (event) => {
  if (event.submitter?.hasAttribute("formaction")) return;
  event.preventDefault();
  if (field.value.trim()) ask(address(form, field));
});
window.addEventListener("popstate", () => location.reload());
