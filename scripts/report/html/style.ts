/** The style sheet for screen, dark mode, phone and print. Every text has a contrast of 4.5 or more with its background. */
export const style = `
:root{color-scheme:light dark;--ground:#fff;--panel:#f6f7f9;--ink:#1c2127;--quiet:#565f6b;--line:#d7dce2;--link:#0b57a4;
--good:#1a6b3c;--bad:#b0241b;--care:#835400;--idle:#565f6b;
--good-tint:#e5f4ea;--bad-tint:#fdeceb;--care-tint:#fdf2d8;--idle-tint:#eef0f3}
@media (prefers-color-scheme:dark){:root{--ground:#14171b;--panel:#1c2025;--ink:#e7eaee;--quiet:#a5aeb9;--line:#363d46;--link:#8ab8f5;
--good:#75d394;--bad:#ff9f97;--care:#efc164;--idle:#a5aeb9;
--good-tint:#17301f;--bad-tint:#3a1b19;--care-tint:#33280f;--idle-tint:#252a31}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;text-size-adjust:100%}
body{margin:0 auto;padding:1.5rem clamp(1rem,4vw,2.5rem) 4rem;max-width:64rem;background:var(--ground);color:var(--ink);
font:16px/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",sans-serif;overflow-wrap:anywhere}
h1,h2,h3,h4{line-height:1.25;margin:0;text-wrap:balance}
h1{font-size:1.6rem}h2{font-size:1.35rem}h3{font-size:1.05rem;margin-top:2rem}h4{font-size:1rem;text-wrap:wrap}
p,ul,ol,dl{margin:.5rem 0}
a{color:var(--link)}
code,pre,.mono{font-family:ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.875em}
pre{margin:.35rem 0 0;padding:.6rem .75rem;background:var(--panel);border:1px solid var(--line);border-radius:6px;white-space:pre-wrap}
.curl{user-select:all;-webkit-user-select:all}
:focus-visible{outline:3px solid var(--link);outline-offset:2px;border-radius:3px}
.skip{position:absolute;left:-99rem}.skip:focus{position:static}
.quiet{color:var(--quiet)}
.small{font-size:.875rem}
.meta{display:flex;flex-wrap:wrap;gap:.15rem 1.25rem;margin:.5rem 0 0;padding:0;list-style:none}
section{margin-top:2.25rem}
.provider{margin-top:3rem;padding-top:1.5rem;border-top:1px solid var(--line)}
.title{display:flex;flex-wrap:wrap;align-items:baseline;gap:.35rem .75rem}
.badge{display:inline-block;padding:.1rem .6rem;border-radius:99px;font-size:.8125rem;font-weight:600}
.good{--tone:var(--good);--tint:var(--good-tint)}.bad{--tone:var(--bad);--tint:var(--bad-tint)}
.care{--tone:var(--care);--tint:var(--care-tint)}.idle{--tone:var(--idle);--tint:var(--idle-tint)}
.badge{color:var(--tone);background:var(--tint)}
.cards{display:grid;gap:.75rem;margin:.75rem 0 0;padding:0;list-style:none}
.card{padding:.8rem 1rem;border:1px solid var(--line);border-left:5px solid var(--tone);border-radius:8px}
.card p{margin:.3rem 0 0}
.card ul,.next{margin:.45rem 0 0;padding-left:1.2rem}
.name{font-weight:650}
.change{margin-top:1rem;padding:1rem;border:1px solid var(--line);border-radius:8px}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:.75rem;margin:.75rem 0 0}
.pair>div{min-width:0}
.pair dt,.label{font-size:.8125rem;font-weight:600;color:var(--quiet)}
.pair dd{margin:.2rem 0 0;padding:.5rem .7rem;border-radius:6px;white-space:pre-wrap}
.expected{background:var(--good-tint);border-left:3px solid var(--good)}
.received{background:var(--bad-tint);border-left:3px solid var(--bad)}
.warning .received{background:var(--care-tint);border-left-color:var(--care)}
.cite+.cite{margin-top:.6rem}
blockquote{margin:.4rem 0 0;padding-left:.8rem;border-left:3px solid var(--line)}
table{width:100%;border-collapse:collapse;margin-top:.4rem;font-size:.875rem}
caption{text-align:left;font-weight:600;color:var(--quiet);padding:.3rem 0}
th,td{padding:.35rem .5rem .35rem 0;text-align:left;vertical-align:top;border-top:1px solid var(--line)}
thead th{white-space:nowrap;color:var(--quiet);font-weight:600;border-top:0}
tbody th{font-weight:400}
.differs th,.differs td{background:var(--bad-tint)}
.differs th{box-shadow:inset 3px 0 var(--bad);padding-left:.6rem}
.warning .differs th,.warning .differs td{background:var(--care-tint)}
.warning .differs th{box-shadow:inset 3px 0 var(--care)}
details{margin-top:.5rem}
summary{cursor:pointer;padding:.15rem 0}
.exchange{margin:0;border-top:1px solid var(--line)}
.exchange>summary{padding:.45rem 0}
.exchange[open]{padding-bottom:.9rem}
.exchange .label{margin-top:.7rem}
.mark{display:inline-block;width:1.4em;font-weight:700;color:var(--tone)}
figure{margin:.75rem 0 0}
figcaption{font-size:.875rem;color:var(--quiet)}
svg{display:block;width:100%;height:auto;margin:.35rem 0}
svg .cell{fill:var(--tint);stroke:var(--tone)}
svg .sign{fill:none;stroke:var(--tone);stroke-width:2;stroke-linecap:round}
svg .axis{stroke:var(--line);stroke-width:1;vector-effect:non-scaling-stroke}
svg .p50,svg .p95{fill:none;stroke:var(--link);stroke-width:2;stroke-linejoin:round;vector-effect:non-scaling-stroke}
svg .p95{stroke:var(--care);stroke-dasharray:5 3}
svg .dot{fill:var(--link)}svg .dot95{fill:var(--care)}
.chart{height:7rem}
.halves{display:flex;flex-wrap:wrap;gap:.3rem .6%;margin:.35rem 0}.halves svg{flex:1 1 17rem;width:auto;max-width:32rem;margin:0}
.ends{display:flex;justify-content:space-between;gap:1rem;font-size:.8125rem;color:var(--quiet)}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1rem;margin:.25rem 0 0;padding:0;list-style:none;font-size:.8125rem;color:var(--quiet)}
.key svg{display:inline-block;width:1.1em;height:1.1em;margin:0 .35em 0 0;vertical-align:-.2em}
.key .line{width:1.8em}
summary.title{display:flex}
.whole>summary{list-style:none;padding:.2rem 0}.whole>summary::-webkit-details-marker{display:none}
.whole>summary::before{content:"▸";color:var(--quiet)}.whole[open]>summary::before{content:"▾"}
.provider.good,.provider.idle{margin-top:1.25rem;padding-top:.75rem}
.asides{margin-top:2rem}.asides>summary{font-size:1.05rem;font-weight:650}
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,20rem),1fr));gap:0 1.5rem}
.contents{display:flex;flex-wrap:wrap;gap:.25rem 1rem;margin:.5rem 0 0;padding:0;list-style:none}
fieldset{display:flex;flex-wrap:wrap;gap:.1rem 1.1rem;margin:1.25rem 0 0;padding:.3rem .8rem .5rem;border:1px solid var(--line);border-radius:8px}
legend{color:var(--quiet)}fieldset label{cursor:pointer;padding:.15rem 0}
body:has(#show-bad:checked) :is(.contents li,.card,.provider):not(.bad),
body:has(#show-care:checked) :is(.contents li,.card,.provider):not(.care),
body:has(#show-good:checked) :is(.contents li,.card,.provider):not(.good),
body:has(#show-idle:checked) :is(.contents li,.card,.provider):not(.idle){display:none}
footer{margin-top:3rem;padding-top:1rem;border-top:1px solid var(--line);font-size:.875rem;color:var(--quiet)}
@media (max-width:34rem){.pair{grid-template-columns:1fr}body{padding-top:1rem}.change{padding:.75rem}h1{font-size:1.35rem}}
@media (prefers-contrast:more){:root{--quiet:var(--ink);--line:var(--ink)}}
@page{margin:1.5cm}
@media print{:root{color-scheme:light;--ground:#fff;--panel:#fff;--ink:#000;--quiet:#333;--line:#999;--link:#000;--good:#0a5a2c;--bad:#900;--care:#6b4400;--idle:#333;
--good-tint:#fff;--bad-tint:#fff;--care-tint:#fff;--idle-tint:#fff}
body{max-width:none;padding:0;font-size:10.5pt}.skip,nav,footer,.exchanges,.curl,.curl-label,.provider.good,.provider.idle,details:not([open]){display:none}
.card,figure,dl.pair,tr{break-inside:avoid}h2,h3,h4,caption,thead{break-after:avoid}.provider{margin-top:1.5rem;padding-top:.75rem}section{margin-top:1rem}
.badge{border:1px solid var(--tone)}a[href^=http]::after{content:" (" attr(href) ")";font-size:.85em}}
`;
