/* Keyboard in tables (j, k, enter, /) and the live countdown. Every page works without this file. */
"use strict";
(() => {
  const rows = () => [...document.querySelectorAll("tr[data-row]")].filter((row) => row.offsetParent !== null || row.getClientRects().length);
  let current = null;

  const mark = (row) => {
    if (current) { current.classList.remove("here"); current.removeAttribute("aria-current"); }
    current = row;
    row.classList.add("here");
    row.setAttribute("aria-current", "true");
  };

  const stand = (row) => {
    if (!row) return;
    mark(row);
    const link = row.querySelector("a[href], summary");
    if (link) link.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  };

  const step = (by) => {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(current);
    stand(all[Math.min(all.length - 1, Math.max(0, at < 0 ? (by > 0 ? 0 : all.length - 1) : at + by))]);
  };

  // A form that was refused: whoever sent it stands in the field that is wrong, wherever it is on the page.
  const wrong = document.querySelector("main [aria-invalid=true]");
  if (wrong && !location.hash) wrong.focus();

  const typing = (target) => target instanceof Element && target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");

  // One discrepancy after the other: a digit chooses, the reason last given for such a choice stands ready.
  const deciding = document.querySelector("form[data-decides]");
  const reason = deciding && deciding.querySelector("[data-reason]");
  const remembered = (choice) => `reason ${reason.dataset.reason} ${choice.value.split(":")[0]}`;
  const kept = { read: (name) => { try { return sessionStorage.getItem(name); } catch { return null; } },
    write: (name, text) => { try { sessionStorage.setItem(name, text); } catch { /* A browser that keeps nothing. */ } } };
  let offered = "";

  const choose = (number) => {
    const choice = deciding.querySelector(`#choice-${number}`);
    if (!choice) return false;
    choice.checked = true;
    choice.dispatchEvent(new Event("change", { bubbles: true }));
    if (reason.value === "" || reason.value === offered) {
      offered = kept.read(remembered(choice)) || "";
      reason.value = offered;
    }
    lacking().focus();
    if (document.activeElement === reason) reason.select();
    return true;
  };

  // Where to type next: what the chosen answer still asks, then the reason.
  const lacking = () => [...deciding.querySelectorAll("[data-supplied] select, [data-supplied] input")].find((field) => field.value === "" && field.getClientRects().length) || reason;

  const follow = (mark) => { const link = document.querySelector(`a[${mark}]`); if (link) link.click(); return Boolean(link); };

  if (deciding) {
    deciding.addEventListener("submit", () => {
      const choice = deciding.querySelector("input[name=choice]:checked");
      if (choice) kept.write(remembered(choice), reason.value);
    });
    deciding.addEventListener("keydown", (press) => {
      if (press.key !== "Enter" || !press.target.closest("[data-supplied] select, [data-supplied] input") || lacking() === press.target) return;
      press.preventDefault();
      lacking().focus();
    });
  }

  document.addEventListener("keydown", (press) => {
    if (deciding && !press.ctrlKey && !press.metaKey && !press.altKey && /^[1-9]$/.test(press.key) && !typing(press.target) && choose(Number(press.key))) {
      press.preventDefault();
      return;
    }
    if (press.ctrlKey || press.metaKey || press.altKey) return;
    if (press.key === "Escape" && typing(press.target)) { press.target.blur(); return; }
    if (typing(press.target)) return;
    if (press.key === "j") follow("data-next") || step(1);
    else if (press.key === "k") follow("data-previous") || step(-1);
    else if (press.key === "u") {
      const undoes = document.querySelector("form[data-undoes]");
      if (!undoes) return;
      undoes.requestSubmit();
    } else if (press.key === "x") {
      const pick = current && current.querySelector("[data-pick]");
      if (!pick) return;
      pick.checked = !pick.checked;
    } else if (press.key === "Enter" && !current && press.target === document.body) {
      if (!follow("data-start")) return;
      press.preventDefault();
    }
    else if (press.key === "/") {
      const search = document.querySelector("[data-search]");
      if (!search) return;
      search.focus();
      search.select();
    } else if (press.key === "Enter" && current && !(press.target instanceof Element && press.target.closest("a, button, summary"))) {
      const link = current.querySelector("a[href], summary");
      if (link) link.click();
    } else return;
    if (press.key !== "Enter") press.preventDefault();
  });

  document.addEventListener("focusin", (entering) => {
    const row = entering.target instanceof Element && entering.target.closest("tr[data-row]");
    // Marked only: a row that moved under the pointer would lose the click that brought the focus.
    if (row && row !== current) mark(row);
  });

  document.querySelectorAll("select[data-submits]").forEach((choice) => choice.addEventListener("change", () => choice.form.requestSubmit()));
  document.querySelectorAll("[data-prints]").forEach((button) => { button.hidden = false; button.addEventListener("click", () => window.print()); });
  document.querySelectorAll("form").forEach((form) => form.addEventListener("submit", () => {
    form.querySelectorAll("button[data-once]").forEach((button) => setTimeout(() => { button.disabled = true; }, 0));
  }));
  window.addEventListener("pageshow", () => document.querySelectorAll("button[data-once]").forEach((button) => { button.disabled = false; }));

  document.querySelectorAll("[data-picks]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => document.querySelectorAll("[data-pick]").forEach((box) => { box.checked = true; }));
  });

  // A line's address from a paper of before: the line may stand on another page of its statement.
  const line = location.hash.slice(1);
  if (/^l[0-9a-f]{12}$/.test(line) && !document.getElementById(line) && !location.search && document.querySelector("[data-pages-of-lines]")) location.replace(`?ligne=${line}#${line}`);

  const openTarget = () => {
    const row = location.hash.length > 1 && document.getElementById(location.hash.slice(1));
    const why = row && row.querySelector("details");
    if (why) why.open = true;
  };
  window.addEventListener("hashchange", openTarget);
  openTarget();

  const clock = document.querySelector("[data-seconds-left]");
  if (clock) {
    const end = performance.now() + 1000 * Number(clock.dataset.secondsLeft);
    const tick = () => {
      const left = Math.max(0, Math.round((end - performance.now()) / 1000));
      clock.textContent = `${Math.floor(left / 60)} min ${String(left % 60).padStart(2, "0")} s`;
      if (left > 0) setTimeout(tick, 1000);
    };
    tick();
  }
})();
