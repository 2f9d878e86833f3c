import { partsStyle } from './style-parts.ts'

const colours = `
:root{color-scheme:light dark;--ground:#f5f6f8;--card:#fff;--text:#1a2130;--faint:#565f70;--line:#dfe3ea;--code:#f0f2f6;
--broken:#b3261e;--broken-ground:#fdebe9;--changed:#7d4b00;--changed-ground:#fff1d6;--passed:#146c2e;--passed-ground:#e3f4e7;
--unsure:#5b3a9e;--unsure-ground:#efe9fb;--accent:#1a5bb0;--accent-soft:#a9c4e8;--shade:0 1px 2px rgb(20 30 50/.05),0 4px 14px rgb(20 30 50/.05)}
@media (prefers-color-scheme:dark){:root{--ground:#10141b;--card:#181e27;--text:#e7ebf2;--faint:#a3aebe;--line:#2c3542;--code:#212935;
--broken:#ff8f86;--broken-ground:#43201f;--changed:#ffc666;--changed-ground:#3b2d12;--passed:#83dc99;--passed-ground:#16331f;
--unsure:#c7acff;--unsure-ground:#2e2447;--accent:#8ebcff;--accent-soft:#3d5a80;--shade:none}}
.broken,.failed,.is-refused{--tone:var(--broken);--tone-ground:var(--broken-ground)}
.changed,.is-changed{--tone:var(--changed);--tone-ground:var(--changed-ground)}
.passed,.applied,.gone,.is-kept,.is-added{--tone:var(--passed);--tone-ground:var(--passed-ground)}
.skipped,.not_run,.note,.unknown,.is-left-out{--tone:var(--faint);--tone-ground:var(--code)}
.inconclusive,.cancelled,.survivors,.left,.is-shared{--tone:var(--unsure);--tone-ground:var(--unsure-ground)}
`

const page = `
*{box-sizing:border-box}
html{scroll-padding-top:4rem}
body{margin:0;background:var(--ground);color:var(--text);font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"DejaVu Sans",sans-serif;overflow-wrap:anywhere}
main,header>div,footer,nav ul{max-width:70rem;margin:0 auto;padding:0 1.5rem}
:focus-visible{outline:3px solid var(--accent);outline-offset:2px;border-radius:4px}
h2:focus{outline:none}
.skip{position:absolute;left:-99rem;background:var(--card);padding:.5rem 1rem;z-index:2}
.skip:focus{left:1rem;top:1rem}
header{background:var(--card);border-top:8px solid var(--tone,var(--faint));padding:1.5rem 0 1.75rem}
.brand{margin:0;color:var(--faint);font-size:.85rem;font-weight:600;letter-spacing:.04em}
.status{display:inline-flex;align-items:center;gap:.6rem;margin:.6rem 0 0;font-size:1.05rem;font-weight:800;letter-spacing:.06em;color:var(--tone);
background:var(--tone-ground);border-radius:99px;padding:.3rem 1.1rem .3rem .35rem}
.status .mark{display:grid;place-items:center;width:1.7rem;height:1.7rem;border-radius:50%;background:var(--tone);color:var(--card);font-size:1rem}
h1{font-size:1.5rem;line-height:1.4;margin:1rem 0 .5rem;font-weight:650;max-width:54rem;letter-spacing:-.01em}
h2{font-size:1.25rem;margin:2.75rem 0 .9rem;letter-spacing:-.01em}
h3{font-size:1.02rem;margin:0 0 .6rem}
p{margin:.4rem 0}
a{color:var(--accent)}
.remedy{font-weight:600}
.facts{display:flex;flex-wrap:wrap;gap:.2rem 1.75rem;margin:1rem 0 0;padding:0;font-size:.9rem}
.facts div{display:flex;gap:.45rem}
.facts dt{flex:none;color:var(--faint)}
.facts dd{margin:0;min-width:0}
.tiles{list-style:none;display:flex;flex-wrap:wrap;gap:.6rem;margin:1.25rem 0 0;padding:0}
.tiles li{min-width:7.5rem;border-radius:10px;padding:.5rem .9rem .55rem;background:var(--tone-ground,var(--code))}
.tiles strong{display:block;font-size:1.35rem;line-height:1.25;color:var(--tone,var(--text))}
.tiles span{font-size:.85rem;color:var(--text)}
nav{position:sticky;top:0;z-index:1;background:var(--card);border-bottom:1px solid var(--line);border-top:1px solid var(--line)}
nav ul{list-style:none;display:flex;gap:.25rem 1.4rem;overflow-x:auto;white-space:nowrap;scrollbar-width:none}
nav a{display:block;padding:.65rem 0;font-size:.88rem;color:var(--faint);text-decoration:none}
nav a:hover{color:var(--text);text-decoration:underline}
.count{background:var(--code);border-radius:99px;padding:.05rem .5rem;font-size:.8rem;color:var(--text)}
.card{background:var(--card);border:1px solid var(--line);border-radius:12px;padding:1.15rem 1.35rem;margin:0 0 1rem;box-shadow:var(--shade)}
article.card{content-visibility:auto;contain-intrinsic-size:auto 18rem}
.card ul{margin:.25rem 0;padding-left:1.25rem}
.badge{display:inline-block;border-radius:6px;padding:.08rem .6rem;font-size:.78rem;font-weight:700;letter-spacing:.04em;white-space:nowrap;
color:var(--tone,var(--faint));background:var(--tone-ground,var(--code))}
.faint,.rule{color:var(--faint)}
code,pre,.rule,.source{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:.86em}
code{background:var(--code);border-radius:4px;padding:.1em .35em}
pre{background:var(--code);border-radius:8px;padding:.75rem 1rem;margin:.5rem 0;overflow-x:auto;white-space:pre-wrap}
details>summary{cursor:pointer;color:var(--accent);font-size:.92rem;padding:.2rem 0}
button{font:inherit;font-size:.85rem;color:var(--accent);background:var(--card);border:1px solid var(--line);border-radius:8px;padding:.3rem .8rem;cursor:pointer}
footer{color:var(--faint);font-size:.85rem;padding-top:2rem;padding-bottom:3rem}
footer code{background:none;padding:0}
`

const paper = `
@media (max-width:42rem){body{font-size:15px}main,header>div,footer,nav ul{padding-left:1rem;padding-right:1rem}.card{padding:.9rem 1rem}h1{font-size:1.2rem}
.tiles li{flex:1 1 8.5rem}.facts{display:block}.tools input{flex:1 1 100%}}
@media print{body{background:none}nav,.skip,.tools,button{display:none}article.card{content-visibility:visible;break-inside:avoid;box-shadow:none}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
`

/** The report's style sheet: light and dark, wide and narrow, screen and paper. No fonts or images from elsewhere. */
export const style = colours + page + partsStyle + paper
