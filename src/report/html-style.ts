/** The report's style sheet: light and dark, wide and narrow, screen and paper. No fonts or images from elsewhere. */
export const style = `
:root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--text:#1b2230;--faint:#5a6475;--line:#dde2ea;--code:#eef1f5;
--broken:#b3261e;--broken-ground:#fdecea;--changed:#8a5300;--changed-ground:#fff3dc;--passed:#146c2e;--passed-ground:#e4f5e8;
--unsure:#5b3a9e;--unsure-ground:#f0eafb;--accent:#1d5fb8}
@media (prefers-color-scheme:dark){:root{--ground:#12161d;--card:#1a2029;--text:#e6eaf1;--faint:#a0abbb;--line:#2f3845;--code:#232b37;
--broken:#ff8a80;--broken-ground:#43201f;--changed:#ffc15e;--changed-ground:#3b2d12;--passed:#7fd995;--passed-ground:#16331f;
--unsure:#c3a6ff;--unsure-ground:#2e2447;--accent:#8ab8ff}}
*{box-sizing:border-box}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main,header>div,footer{max-width:68rem;margin:0 auto;padding:0 1.25rem}
header{background:var(--card);border-bottom:1px solid var(--line);border-top:6px solid var(--tone,var(--faint));padding:1.5rem 0}
h1{font-size:1.35rem;line-height:1.4;margin:.75rem 0 .5rem;font-weight:600;max-width:50rem}
h2{font-size:1.15rem;margin:2.25rem 0 .75rem}
h3{font-size:1rem;margin:0 0 .5rem}
p{margin:.4rem 0}
a{color:var(--accent)}
section{content-visibility:auto;contain-intrinsic-size:auto 20rem}
.card{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:1rem 1.25rem;margin:0 0 1rem}
.broken,.failed{--tone:var(--broken);--tone-ground:var(--broken-ground)}
.changed{--tone:var(--changed);--tone-ground:var(--changed-ground)}
.passed,.applied,.gone{--tone:var(--passed);--tone-ground:var(--passed-ground)}
.inconclusive,.cancelled,.survivors{--tone:var(--unsure);--tone-ground:var(--unsure-ground)}
.badge{display:inline-block;border-radius:6px;padding:.05rem .55rem;font-size:.8rem;font-weight:700;letter-spacing:.03em;white-space:nowrap;
color:var(--tone,var(--faint));background:var(--tone-ground,var(--code))}
header .badge{font-size:1rem;padding:.2rem .8rem}
.facts{display:flex;flex-wrap:wrap;gap:.25rem 1.5rem;margin:.75rem 0 0;padding:0;color:var(--faint);font-size:.9rem}
.facts div{display:flex;gap:.4rem}
.facts dt{flex:none}.facts dt::after{content:":"}
.facts dd{margin:0;min-width:0;color:var(--text)}
.faint{color:var(--faint)}
code,pre,.rule{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
code{background:var(--code);border-radius:4px;padding:.1em .35em}
pre{background:var(--code);border-radius:8px;padding:.75rem 1rem;margin:.5rem 0;overflow-x:auto;white-space:pre-wrap}
.rule{color:var(--faint)}
.source{display:flex;background:var(--code);border-radius:8px;overflow:hidden;margin:.5rem 0}
.source span{flex:none;padding:.35rem .7rem;color:var(--faint);border-right:1px solid var(--line);user-select:none}
.source code{background:none;padding:.35rem .7rem;white-space:pre-wrap;font-size:1em}
.source{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
.card>ul{margin:.25rem 0;padding-left:1.25rem}
.card>.findings{list-style:none;margin:1rem 0 0;padding:0}
.findings li{border-left:4px solid var(--tone,var(--line));padding:.1rem 0 .1rem 1rem;margin:1rem 0 0}
.findings p{margin:.25rem 0}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.92rem}
.scroll+.scroll{margin-top:1.25rem}
th,td{text-align:left;vertical-align:top;padding:.4rem .75rem .4rem 0;overflow-wrap:break-word;border-bottom:1px solid var(--line)}
tr:last-child>*{border-bottom:0}
thead th{color:var(--faint);font-weight:600;font-size:.85rem}
tbody th{font-weight:600}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding-right:1.5rem}
td.number:last-child,th.number:last-child{padding-right:0}
.sides td,.sides th,.figures td,.figures th{white-space:nowrap}
.sides tbody tr:nth-child(odd)>*{border-bottom-style:dashed}
.sides mark{background:var(--changed-ground);color:var(--changed);border-radius:4px;padding:0 .3em;font-weight:700}
.steps td:first-child{white-space:nowrap;width:1%}
.bars{table-layout:fixed}.bars th{font-weight:400}.bars th:nth-child(3){width:8rem}
.bars th:last-child,.bars td:last-child{width:45%;padding-right:0}
.bars svg{display:block;width:100%;height:1.1rem;border-radius:4px;background:var(--code)}
.bars rect{fill:var(--accent)}
.bars .failed rect{fill:var(--broken)}
.bars .running rect{fill:var(--changed)}
footer{color:var(--faint);font-size:.85rem;padding-top:1.5rem;padding-bottom:2.5rem}
@media (max-width:40rem){body{font-size:15px}main,header>div,footer{padding-left:.9rem;padding-right:.9rem}.card{padding:.85rem .9rem}
.bars td:nth-child(2),.bars th:nth-child(2){display:none}.bars th:nth-child(3){width:5rem}.steps,.steps tbody,.steps tr,.steps td{display:block;border:0;padding:0}
.steps thead{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}
.steps tr{padding:.55rem 0;border-bottom:1px solid var(--line)}.steps tr:last-child{border-bottom:0}.steps td.number{text-align:left}.steps td:first-child{width:auto}}
@media print{body{background:none}section{content-visibility:visible}.card{break-inside:avoid}}
`
