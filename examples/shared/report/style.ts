/** The report's style sheet: light and dark by the reader's setting, one column on a phone, plain on paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --page: #fdfcfa; --panel: #ffffff; --ink: #22252b; --quiet: #6a6f7a; --line: #e2dfd8; --strong: #111317;
  --baseline: #0072b2; --predictor: #d55e00; --attention: #009e73;
}
@media (prefers-color-scheme: dark) {
  :root {
    --page: #15171b; --panel: #1c1f25; --ink: #e8e6e1; --quiet: #9aa0ab; --line: #33373f; --strong: #ffffff;
    --baseline: #56b4e9; --predictor: #f0934a; --attention: #35c79b;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.6 "Inter", "Segoe UI", system-ui, -apple-system, "Helvetica Neue", "Lato", sans-serif;
}
main { max-width: 60rem; margin: 0 auto; padding: 3rem 1.5rem 4rem; }
h1, h2 { font-family: "Iowan Old Style", "Palatino Linotype", Palatino, Georgia, "Liberation Serif", serif; font-weight: 600; line-height: 1.2; }
h1 { font-size: 2.3rem; margin: 0.3rem 0 1rem; letter-spacing: -0.01em; text-wrap: balance; }
h2 { font-size: 1.55rem; margin: 3.5rem 0 0.6rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
h3 { font-size: 1rem; margin: 0 0 0.6rem; }
h4 { font-size: 0.85rem; font-weight: 600; margin: 0.8rem 0 0.3rem; color: var(--quiet); }
p { margin: 0 0 1rem; }
a { color: var(--baseline); }
.eyebrow { color: var(--quiet); font-size: 0.85rem; letter-spacing: 0.04em; margin: 0; }
.lead { font-size: 1.1rem; max-width: 46rem; }
.numbers { display: grid; grid-template-columns: repeat(4, 1fr); margin: 2rem 0; border: 1px solid var(--line); border-radius: 10px; background: var(--panel); }
.numbers > div { padding: 1rem 1.2rem; border-left: 1px solid var(--line); }
.numbers > div:first-child { border-left: 0; }
.numbers dt { font-size: 0.8rem; color: var(--quiet); }
.numbers dd { margin: 0; font-size: 1.7rem; font-weight: 600; line-height: 1.3; font-variant-numeric: tabular-nums; white-space: nowrap; }
.numbers small { display: block; font-size: 0.8rem; font-weight: 400; color: var(--quiet); white-space: normal; }
figure { margin: 1.5rem 0; padding: 1.2rem 1.3rem; border: 1px solid var(--line); border-radius: 10px; background: var(--panel); break-inside: avoid; }
figcaption { margin-top: 0.8rem; font-size: 0.85rem; line-height: 1.5; color: var(--quiet); max-width: 52rem; }
.chart { display: block; width: 100%; max-width: 34rem; height: auto; overflow: visible; }
.chart text { font-variant-numeric: tabular-nums; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5rem 2rem; align-items: start; }
.pair > figure { margin: 0; height: 100%; }
.triple { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1rem; }
.legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; font-size: 0.85rem; margin: 0 0 0.5rem; }
.legend span { display: inline-flex; align-items: center; gap: 0.45rem; }
.legend b { color: var(--quiet); font-size: 1.1rem; line-height: 1; }
.key { width: 0.8rem; height: 0.8rem; border-radius: 3px; flex: none; }
.key-line { width: 1.6rem; border-top: 2px solid var(--ink); flex: none; }
.key-line.dashed { border-top: 1.5px dashed var(--quiet); }
.strip { display: grid; grid-template-columns: repeat(auto-fit, minmax(7.5rem, 1fr)); gap: 0.8rem; max-width: 60rem; }
.classes { display: grid; grid-template-columns: repeat(7, 1fr); gap: 0.6rem; }
.multiples { display: grid; grid-template-columns: repeat(auto-fill, minmax(5rem, 1fr)); gap: 0.8rem; }
.picture { text-align: center; font-size: 0.78rem; color: var(--quiet); line-height: 1.3; min-width: 0; }
.picture img { display: block; width: 100%; aspect-ratio: 1; border-radius: 4px; margin-bottom: 0.3rem; }
img.map { image-rendering: pixelated; }
.scale { display: flex; align-items: center; gap: 0.6rem; font-size: 0.8rem; color: var(--quiet); margin: 1rem 0 0; }
.scale i { width: 11rem; height: 0.7rem; border-radius: 3px; flex: 0 1 auto; min-width: 4rem; }
.scroll { overflow-x: auto; margin: 1rem 0 0.5rem; }
table { border-collapse: collapse; width: 100%; font-size: 0.88rem; font-variant-numeric: tabular-nums; }
th, td { padding: 0.4rem 0.7rem; text-align: right; border-bottom: 1px solid var(--line); }
th { font-weight: 500; } thead th { color: var(--quiet); font-size: 0.8rem; vertical-align: bottom; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
td:last-child, th:last-child { padding-right: 0; }
.versions td { text-align: left; }
tbody th, td { white-space: nowrap; }
.facts td { white-space: normal; }
.note { font-size: 0.85rem; color: var(--quiet); max-width: 52rem; }
details { margin-top: 0.8rem; font-size: 0.9rem; } summary { cursor: pointer; color: var(--quiet); }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 0.8rem 1rem; overflow-x: auto; font: 0.85rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, "Liberation Mono", monospace; }
.warning { border-left: 4px solid var(--predictor); padding: 0.6rem 1rem; background: var(--panel); }
li { margin-bottom: 0.4rem; max-width: 52rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); font-size: 0.85rem; color: var(--quiet); }
@media (max-width: 46rem) {
  main { padding: 1.5rem 1rem 3rem; }
  h1 { font-size: 1.7rem; } h2 { font-size: 1.35rem; margin-top: 2.5rem; }
  .lead { font-size: 1rem; }
  .numbers { grid-template-columns: 1fr 1fr; }
  .numbers > div { padding: 0.8rem 1rem; } .numbers > div:nth-child(odd) { border-left: 0; }
  .numbers > div:nth-child(n + 3) { border-top: 1px solid var(--line); }
  .numbers dd { font-size: 1.35rem; }
  .pair, .triple { grid-template-columns: 1fr; }
  figure { padding: 1rem 0.8rem; }
  .classes { gap: 0.25rem; } .classes .picture { font-size: 0.62rem; }
  table { min-width: 30rem; }
  .strip { grid-template-columns: repeat(3, 1fr); gap: 0.5rem; }
}
@media print {
  :root { --page: #fff; --panel: #fff; --ink: #000; --quiet: #444; --line: #bbb; --strong: #000; --baseline: #0072b2; --predictor: #d55e00; --attention: #009e73; }
  body { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  h2 { break-after: avoid; } details > * { display: block; }
}
`;
