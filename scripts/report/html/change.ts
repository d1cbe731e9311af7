import { html } from 'hono/html';
import type { Finding } from '../../model/finding.ts';
import type { CaseReport } from '../../model/report.ts';
import type { RuleBook } from '../../model/rule.ts';
import { waiveCommand } from '../../model/waiver.ts';
import { type ChangeGroup, changeInWords, distinctFindings, isWaived, ruleInWords } from '../changes.ts';
import { membersOf } from '../members.ts';
import { capital } from '../wording.ts';
import { anchor, cited, type Markup, none } from './markup.ts';

const badgeOf = (change: ChangeGroup): readonly [tone: string, words: string] =>
  isWaived(change)
    ? ['idle', 'waived']
    : change.lead.severity === 'error'
      ? ['bad', 'error']
      : change.lead.severity === 'warning'
        ? ['care', 'warning']
        : ['idle', 'note'];

/** One change of the provider: its findings, the answer member by member, the curl line, the cases. */
export function changeBlock(change: ChangeGroup, rules: RuleBook): Markup {
  const [tone, badge] = badgeOf(change);
  const [first, ...others] = change.cases;
  return html`<article class="change${change.lead.severity === 'error' && !isWaived(change) ? '' : ' warning'}">
<div class="title"><h4>${capital(changeInWords(change, rules))}</h4><span class="badge ${tone}">${badge}</span></div>
${distinctFindings(change).map((finding) => findingBlock(finding, rules))}
${first === undefined ? none : seenIn(first, others, change)}</article>`;
}

const findingBlock = (
  finding: Finding,
  rules: RuleBook,
): Markup => html`<p class="quiet small">${finding.rule}: ${ruleInWords(finding, rules)}${
  finding.at === '' ? none : html`, at <code>${finding.at}</code>`
}</p>
<dl class="pair"><div><dt>Expected</dt><dd class="expected"><code>${finding.expected}</code></dd></div>
<div><dt>Received</dt><dd class="received"><code>${finding.actual}</code></dd></div></dl>
${finding.source === undefined ? none : html`<p class="label">What says so</p>${cited(finding.source)}`}
${
  finding.deviation === undefined
    ? none
    : html`<p class="label">The documentation departs from the RFC here: ${finding.deviation.what}</p>${cited(finding.deviation)}`
}
${
  finding.waiver === undefined
    ? none
    : html`<p class="small">Waived until ${finding.waiver.expires}: ${finding.waiver.reason}</p>`
}`;

function seenIn(first: CaseReport, others: readonly CaseReport[], { findings, lead }: ChangeGroup): Markup {
  const prints = [...new Set(findings.map(({ fingerprint }) => fingerprint))];
  return html`${lead.at === '' ? none : memberTable(first)}
<p class="label curl-label">Reproduce it, with the variables of .env in your shell</p>
<pre class="curl"><code>${first.curl}</code></pre>
<p class="small quiet">Seen in ${[first, ...others].map(
    (one, index) => html`${index === 0 ? '' : ', '}<a href="#${anchor('case', one.case.id)}">${one.case.id}</a>`,
  )}. ${prints.length === 1 ? 'Fingerprint' : 'Fingerprints'}: <code>${prints.join(' ')}</code></p>${waiveLines(findings)}`;
}

/** The commands that would waive the findings, folded: the first thing to do is another one. */
function waiveLines(findings: readonly Finding[]): Markup {
  const commands = [...new Set(findings.flatMap((finding) => waiveCommand(finding) ?? []))];
  return commands.length === 0
    ? none
    : html`<details class="small"><summary>Accept it for a while</summary><pre class="curl"><code>${commands.join('\n')}</code></pre></details>`;
}

function memberTable(one: CaseReport): Markup {
  const members = membersOf(one);
  if (members.length === 0) return none;
  return html`<table><caption>The answer to ${one.case.id}, member by member</caption>
<thead><tr><th scope="col">Member</th><th scope="col">Expected</th><th scope="col">Received</th></tr></thead>
<tbody>${members.map(
    ({ at, expected, received, differs }) => html`<tr${differs ? html` class="differs"` : none}>
<th scope="row"><code>${at}</code></th><td>${expected ?? ''}</td>
<td>${received === undefined ? 'missing' : html`<code>${received}</code>`}</td></tr>`,
  )}</tbody></table>`;
}
