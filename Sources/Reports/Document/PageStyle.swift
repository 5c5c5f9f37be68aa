/// The style sheet of the page: light, dark and print.
enum PageStyle {
  static let markup = Markup.style(
    """
    :root { color-scheme: light dark; --page: #ffffff; --ink: #1c2024; --soft: #5b6470;
      --line: #d5dae0; --panel: #f5f7f9; --chip: #0072b2; --twin: #d55e00; --device: #76808c;
      --analog: #009e73; --rest: #a8b0ba; --warn: #fff4d6; --warnline: #c98a00; --bad: #b3261e; }
    @media (prefers-color-scheme: dark) { :root { --page: #14171a; --ink: #e6e9ec;
      --soft: #9ba5b0; --line: #343a41; --panel: #1d2125; --chip: #3f9fd8; --twin: #e58a3c;
      --device: #8a95a1; --analog: #3cc49a; --rest: #5f6973; --warn: #33290f; --warnline: #d9a520; --bad: #ff8a80; } }
    @media print { :root { color-scheme: light; --page: #ffffff; --ink: #000000; --soft: #444444;
      --line: #bbbbbb; --panel: #ffffff; --chip: #0072b2; --twin: #d55e00; --device: #76808c;
      --analog: #009e73; --rest: #a8b0ba; --warn: #ffffff; --warnline: #000000; --bad: #b3261e; }
      section, tr, .card, .chart { break-inside: avoid; } section:has(table) { break-inside: auto; }
      h2, h3, caption { break-after: avoid; }
      rect { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--page); color: var(--ink);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif; }
    main { max-width: 64rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
    h1 { font-size: 1.7rem; line-height: 1.25; margin: 0; }
    h2 { font-size: 1.2rem; margin: 2.4rem 0 .6rem; padding-bottom: .25rem;
      border-bottom: 1px solid var(--line); }
    h3 { font-size: 1rem; margin: 1.5rem 0 .4rem; }
    p { margin: .5rem 0; max-width: 46rem; }
    .summary, .note, .range, .title { color: var(--soft); }
    .note, .range, .title { font-size: .83em; }
    .warnings { margin: 1.5rem 0 0; padding: .8rem 1.1rem; background: var(--warn);
      border-left: 4px solid var(--warnline); }
    .warnings h2 { margin: 0; border: 0; font-size: 1rem; }
    .warnings ul { margin: .3rem 0 0; padding-left: 1.2rem; }
    .cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(12.5rem, 1fr));
      gap: .8rem; margin: 1.5rem 0 0; }
    .card { background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
      padding: .7rem .9rem; }
    .big { font-size: 1.55rem; font-weight: 600; line-height: 1.4; }
    .wide { overflow-x: auto; margin: .7rem 0; }
    table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
    th, td { text-align: left; vertical-align: top; padding: .32rem .8rem .32rem 0; }
    th:last-child, td:last-child { padding-right: 0; }
    thead th { font-size: .83em; font-weight: 600; color: var(--soft); vertical-align: bottom;
      border-bottom: 1px solid var(--line); }
    tbody td { border-bottom: 1px solid var(--line); }
    .number { text-align: right; white-space: nowrap; }
    .number .unknown { white-space: normal; }
    td.number .range { display: block; }
    td.word { overflow-wrap: break-word; }
    td.word:last-child, bdi { overflow-wrap: anywhere; }
    caption { text-align: left; font-weight: 600; padding: .3rem 0; }
    .chart { table-layout: fixed; min-width: 40rem; }
    .chart td, .chart th { border: 0; padding-top: .1rem; padding-bottom: .1rem; vertical-align: middle;
      line-height: 1.3; }
    .chart th { width: 25%; font-weight: 400; }
    .chart td.figure { width: 22%; padding-left: 1rem; }
    .chart tr { height: 2.5rem; } .chart tr.axis { height: auto; }
    .chart td.figure .range { display: block; }
    .chart td:not([class]) { width: auto; }
    .chart svg { display: block; overflow: visible; }
    .grid { stroke: var(--line); stroke-width: 1; }
    .whisker { stroke: var(--ink); stroke-width: 1.5; }
    .axis text { fill: var(--soft); font-size: 11px; }
    rect.chip { fill: var(--chip); } rect.twin { fill: var(--twin); }
    rect.analog { fill: var(--analog); }
    rect.device { fill: var(--device); } rect.rest { fill: var(--rest); }
    .unknown { color: var(--bad); font-weight: 600; }
    pre { background: var(--panel); border: 1px solid var(--line); border-radius: 6px;
      padding: .7rem .9rem; white-space: pre-wrap; overflow-wrap: anywhere; }
    .verdict { margin: 1.5rem 0 0; font-size: 1.1rem; font-weight: 600; max-width: none; }
    figure { display: inline-block; vertical-align: top; max-width: 100%; overflow-x: auto;
      margin: .5rem .8rem .5rem 0; }
    figure svg, figure img { display: block; max-width: 100%; height: auto;
      border: 1px solid var(--line); border-radius: 6px; }
    details { margin: .7rem 0; } summary { cursor: pointer; color: var(--soft); }
    @media print { .chart { min-width: 0; } }
    """)
}
