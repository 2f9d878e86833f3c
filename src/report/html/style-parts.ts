const findings = `
.card .findings{list-style:none;margin:1rem 0 0;padding:0}
.findings>li{border-left:4px solid var(--tone,var(--line));padding:.1rem 0 .2rem 1.1rem;margin:1.1rem 0 0;content-visibility:auto;contain-intrinsic-size:auto 9rem}
.findings p{margin:.25rem 0}
.findings details{margin:.15rem 0}
.more{border-top:1px solid var(--line);margin-top:.75rem;padding-top:.4rem}
p.place{margin:.5rem 0 0}
.place code{background:none;padding:0;color:var(--faint)}
.source{display:flex;background:var(--code);border-radius:8px;overflow:hidden;margin:.3rem 0 .6rem}
.source>span{flex:none;padding:.45rem .8rem;color:var(--faint);border-right:1px solid var(--line);user-select:none;min-width:3.2em;text-align:right}
.source code{background:none;padding:.45rem .8rem;white-space:pre-wrap;font-size:1em;min-width:0}
.source .keyword{color:var(--accent);font-weight:600}
.source .string{color:var(--passed)}
.source .number{color:var(--unsure)}
.source .comment{color:var(--faint);font-style:italic}
mark{background:var(--changed-ground);color:var(--changed);border-radius:4px;padding:.05em .3em;font-weight:700}
.tools{display:flex;flex-wrap:wrap;align-items:center;gap:.6rem;margin:0 0 1rem}
.tools input{font:inherit;font-size:.92rem;color:var(--text);background:var(--card);border:1px solid var(--faint);border-radius:8px;padding:.35rem .7rem;min-width:18rem}
.tools button{margin-left:auto}
.output strong{color:var(--broken);font-weight:700}
`

const tables = `
.scroll{overflow-x:auto}
.scroll+.scroll,.scroll+.sides{margin-top:1.25rem}
table{border-collapse:collapse;width:100%;font-size:.92rem}
caption{text-align:left;font-weight:650;padding:0 0 .35rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .9rem .45rem 0;overflow-wrap:break-word;border-bottom:1px solid var(--line)}
tr:last-child>*{border-bottom:0}
thead th{color:var(--faint);font-weight:600;font-size:.84rem}
tbody th{font-weight:600}
td.number,th.number{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap;padding-right:1.5rem}
td.number:last-child,th.number:last-child{padding-right:0}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:1rem}
.sides .scroll{margin:0;background:var(--ground);border-radius:10px;padding:.75rem 1rem}
.sides td,.sides th{white-space:nowrap}
.steps td:first-child{white-space:nowrap;width:1%}.steps td:last-child{width:55%}
@media (max-width:42rem){.steps,.steps tbody,.steps tr,.steps td{display:block;border:0;padding:0}
.steps tr{padding:.6rem 0;border-bottom:1px solid var(--line)}.steps tr:last-child{border-bottom:0}.steps td.number{text-align:left}.steps td:first-child,.steps td:last-child{width:auto}}
`

const drawings = `
.phase{border-top:1px solid var(--line);padding:.5rem 0}
.phase>summary{color:var(--text)}
.path{color:var(--accent);font-weight:600}
.bars{table-layout:fixed}.bars tbody th{font-weight:400}.bars .what{width:27%}.bars .detail{width:24%}.bars .took{width:7.5rem}
.bars th,.bars td{padding-top:.3rem;padding-bottom:.3rem;border:0}
.bars td:last-child{padding-right:0}
.bars thead,.steps thead{position:absolute;clip-path:inset(50%);height:1px;overflow:hidden}
.bars svg{display:block;width:100%;height:1.1rem;border-radius:4px;background:var(--code)}
.bars rect{fill:var(--accent-soft)}
.bars .critical rect{fill:var(--accent)}
.bars .failed rect{fill:var(--broken)}
.bars .running rect{fill:var(--changed)}
.graph{display:block;max-width:max(100%,46rem);height:auto}
.graph text{fill:var(--text);font-size:14px;font-family:inherit}
.graph .kind{font-size:11px;font-weight:700;letter-spacing:.05em;fill:var(--tone,var(--faint))}
.graph rect{fill:var(--tone-ground,var(--code));stroke:var(--tone,var(--line));stroke-width:1.5}
.graph .cause rect{fill:var(--card);stroke:var(--accent)}.graph .cause .kind{fill:var(--accent)}
.edge{fill:none;stroke:var(--faint);stroke-width:1.5;opacity:.55}
.edge.broken,.edge.changed{stroke:var(--tone);stroke-width:3;opacity:1}
.edge.changed{stroke-dasharray:7 5}
.shares{display:block;width:100%;height:.7rem;border-radius:99px;overflow:hidden;background:var(--code)}
.shares rect{fill:var(--tone,var(--faint))}
.shares .is-kept{fill:var(--accent-soft)}
.card .legend,.card .names{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.25rem;padding:0;font-size:.9rem}
.legend li{color:var(--tone,var(--faint));font-weight:600}
.legend .is-kept{color:var(--accent)}
.card .legend{margin:.5rem 0 .6rem}
.resources{margin:.3rem 0 .6rem}
.resources>div{display:grid;grid-template-columns:minmax(12rem,20rem) 1fr;gap:.1rem 1.25rem;padding:.4rem 0;border-bottom:1px solid var(--line);font-size:.92rem}
.resources>div:last-child{border-bottom:0}
.resources dt span{display:block;font-size:.85rem}
.resources dd{margin:0}
.word{font-weight:600;color:var(--tone,inherit)}
@media (max-width:42rem){.bars td:nth-child(2),.bars th:nth-child(2),.bars .detail{display:none}.bars .what{width:42%}.bars .took{width:5rem}.bars td.number{white-space:normal;padding-right:.75rem}
.resources>div{grid-template-columns:1fr}}
`

/** Of the parts of the page: findings, tables, drawings. */
export const partsStyle = findings + tables + drawings
