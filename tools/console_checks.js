// What a machine sees wrong with a page as it stands: a list of sentences, empty where nothing is.
() => {
  const faults = new Set();
  const say = (kind, node, more) => {
    const element = node.nodeType === 3 ? node.parentElement : node;
    const words = (node.textContent || element.value || "").trim().replace(/\s+/g, " ").slice(0, 60);
    faults.add(`${kind}: ${element.tagName.toLowerCase()}.${element.getAttribute("class") || ""} « ${words} » ${more || ""}`);
  };
  const isUnseen = (element) => element.closest(".unseen, .skip, [hidden], thead") && getComputedStyle(element.closest(".unseen, .skip, [hidden], thead")).clipPath !== "none";
  const rgba = (text) => (text.match(/[\d.]+/g) || []).map(Number);
  const over = (top, under) => {
    const alpha = top[3] === undefined ? 1 : top[3];
    return [0, 1, 2].map((n) => top[n] * alpha + under[n] * (1 - alpha));
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at; at = at.parentElement) {
      const colour = rgba(getComputedStyle(at).backgroundColor);
      layers.push(colour);
      if (colour.length === 3 || colour[3] === 1) break;
    }
    return layers.reverse().reduce((under, layer) => over(layer, under), [255, 255, 255]);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((c) => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };

  const tooWide = document.documentElement.scrollWidth - window.innerWidth;
  if (tooWide > 0) faults.add(`page scrolls sideways by ${tooWide}`);

  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const written = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.textContent.trim() || ["TITLE", "STYLE", "SCRIPT", "NOSCRIPT", "OPTION"].includes(element.tagName)) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const boxes = [...range.getClientRects()].filter((box) => box.width > 0 && box.height > 0);
    if (!boxes.length || isUnseen(element)) continue;
    const style = getComputedStyle(element);
    if (style.visibility === "hidden") continue;

    for (let at = element; at && at !== document.body; at = at.parentElement) {
      if (getComputedStyle(at).overflowX === "visible") continue;
      const edge = at.getBoundingClientRect();
      if (boxes.some((box) => box.right > edge.right + 1 || box.left < edge.left - 1)) say("cut", node, `by ${at.tagName}.${at.className}`);
      break;
    }
    if (boxes.some((box) => box.right > window.innerWidth + 1)) say("beyond the edge", node);
    if (element.closest("svg")) written.push([node, range.getBoundingClientRect()]);

    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    // A number in a drawing stands on the disc drawn before it.
    const disc = element.closest("svg") && element.previousElementSibling;
    const under = disc ? rgba(getComputedStyle(disc).fill) : behind(element);
    const ink = over(rgba(element.closest("svg") ? style.fill : style.color), under);
    const [a, b] = [light(ink), light(under)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    const isOff = element.closest("[disabled]");
    if (ratio < (isLarge ? 3 : 4.5) && !isOff) say("contrast", node, ratio.toFixed(2));
    if (size < 12 && element.closest("svg") === null) say("tiny", node, `${size} px`);
    if (element.closest("svg") && range.getBoundingClientRect().height < 11) say("tiny", node, `${Math.round(range.getBoundingClientRect().height)} px`);

    // French: a blank that does not break before these marks and inside guillemets.
    const text = node.textContent;
    if (/[^\s\u00a0\u202f] [;:!?€%»]/.test(text) || /« /.test(text)) say("breaking space", node);
    if (/(?<!&[a-z]*)[\p{L}\d)][;!?»]/u.test(text) && !element.closest(".code, code, pre, input")) say("no space", node);
    if (/[\p{L}](?:'|"\S)/u.test(text) === false && /\p{L} ?\.\.\./u.test(text)) say("three dots", node);
  }
  for (const [n, [first, a]] of written.entries()) {
    for (const [second, b] of written.slice(n + 1)) {
      const wide = Math.min(a.right, b.right) - Math.max(a.left, b.left);
      const high = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
      if (wide > 2 && high > 3) say("covers", first, `« ${second.textContent.trim()} »`);
    }
  }
  for (const cell of document.querySelectorAll("tbody td, tfoot td")) {
    if (/^[-+−]?[\d\u202f\u00a0]+(,\d+)?[\u202f\u00a0]?(€|%|km|kg)?$/u.test(cell.textContent.trim())) {
      const style = getComputedStyle(cell);
      if (!["right", "end"].includes(style.textAlign) && style.display === "table-cell") say("figure not to the right", cell);
      if (!style.fontVariantNumeric.includes("tabular-nums")) say("figures of uneven width", cell);
    }
  }
  for (const field of document.querySelectorAll("input:not([type=hidden]), select, textarea")) {
    if (!field.labels?.length && !field.getAttribute("aria-label") && !field.getAttribute("aria-labelledby")) say("no label", field, field.name);
  }
  if (document.querySelectorAll("h1").length !== 1) faults.add(`${document.querySelectorAll("h1").length} headings of the first level`);
  return [...faults];
}
