"use strict";
(() => {
  const table = document.getElementById("replies");
  if (!table) return;
  const groups = Array.from(table.tBodies);
  const heads = Array.from(table.tHead.rows[0].cells);
  const box = document.getElementById("search");
  const told = document.getElementById("told");
  const all = document.getElementById("all");
  document.querySelector(".tools").hidden = false;

  const value = (group, column) => {
    const cell = group.rows[0].cells[column];
    return cell.classList.contains("number") ? Number(cell.dataset.value) : cell.textContent.toLowerCase();
  };
  const compare = (a, b) => (typeof a === "number" ? a - b : a.localeCompare(b));
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending";
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      const keyed = groups.map((group) => [value(group, column), group]);
      keyed.sort((a, b) => (down ? compare(b[0], a[0]) : compare(a[0], b[0])));
      table.append(...keyed.map((pair) => pair[1]));
    });
  });

  let texts = null;
  let waiting = 0;
  const search = () => {
    texts = texts || groups.map((group) => group.textContent.toLowerCase());
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    groups.forEach((group, at) => {
      group.hidden = !words.every((word) => texts[at].includes(word));
      shown += group.hidden ? 0 : 1;
    });
    told.textContent = words.length ? `${shown} of ${groups.length} shown` : "";
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });

  all.addEventListener("click", () => {
    const open = all.getAttribute("aria-pressed") !== "true";
    all.setAttribute("aria-pressed", String(open));
    all.textContent = open ? "Close all" : "Open all";
    groups.filter((group) => !group.hidden).forEach((group) => (group.querySelector("details").open = open));
  });
})();
