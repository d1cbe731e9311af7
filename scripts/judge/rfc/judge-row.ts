import { citationOf } from '../../model/citation.ts';
import { answerOf, type Evidence, evidenceOf, whyNoAnswer } from '../../model/exchange.ts';
import type { Finding, Judgement, Severity, Subject } from '../../model/finding.ts';
import { type AnswerPart, isShown } from '../../model/known-response.ts';
import type { RfcLevel } from '../../model/rule.ts';
import { basicEncodingHint } from '../../oauth/client-auth/client-secret-basic.ts';
import { memberPlaces } from '../../oauth/token-response.ts';
import { changeOf, fingerprintOf, notJudged, placeOf } from '../findings.ts';
import type { Mismatch, RfcRow, Seen } from '../row.ts';
import type { RfcRule } from '../rules.ts';
import { notOfEndpoint } from './answers.ts';

/** By level, as under `--rfc enforce`. */
const severities: Readonly<Record<RfcLevel, Severity>> = { MUST: 'error', SHOULD: 'warning', heuristic: 'info' };
const weakestFirst: readonly Evidence[] = ['mock-assumed', 'mock-documented', 'provider'];

const seenIn = (subjects: readonly Subject[]): readonly Seen[] =>
  subjects.flatMap((subject) => {
    const answer = answerOf(subject.exchange);
    return answer === undefined || subject.case.safety.mockOnly ? [] : [{ subject, answer }];
  });

function whyUnseen(rule: RfcRule, { exchange, provider }: Subject): string {
  if (exchange.notSent === 'not-asked') return 'not sent to a live host without --observe';
  const isRejectedBasic =
    rule === 'rfc/basic' &&
    exchange.inconclusive === 'credentials-rejected' &&
    exchange.request.basicIsEncoded === true;
  return isRejectedBasic ? `${whyNoAnswer(exchange)}; ${basicEncodingHint(provider.request)}` : whyNoAnswer(exchange);
}

/** One row of a provider's conformance card: one judgement, with at most one finding for each place. */
export function judgeRow(rule: RfcRule, row: RfcRow, subjects: readonly Subject[]): Judgement {
  const { cases, otherwise, show, parts } = row;
  const first = subjects.find((subject) => !subject.case.safety.mockOnly && cases(subject));
  if (first === undefined) return notJudged(rule, otherwise);
  const answers = seenIn(subjects);
  const all = answers.filter((seen) => notOfEndpoint(seen, answers) === undefined);
  const shown = all.filter(({ subject }) => cases(subject)).map((seen) => ({ seen, what: show(seen, all) }));
  const judged = shown.flatMap(({ seen, what }) => (typeof what === 'string' ? [] : [{ seen, mismatches: what }]));
  if (judged.length === 0) {
    const why = shown.map(({ what }) => what).find((what) => typeof what === 'string');
    const unusable = answers.find(({ subject }) => cases(subject));
    return notJudged(rule, why ?? (unusable && notOfEndpoint(unusable, answers)) ?? whyUnseen(rule, first));
  }
  const [finding, ...rest] = findingsOf(rule, row, judged);
  if (finding !== undefined) return { rule, outcome: 'broken', findings: [finding, ...rest] };
  const used = judged.map(({ seen }) => evidenceFor(seen, parts));
  return { rule, outcome: 'held', evidence: weakestFirst.find((one) => used.includes(one)) ?? 'provider' };
}

function evidenceFor({ subject }: Seen, parts: RfcRow['parts'] = []): Evidence {
  const evidence = evidenceOf(subject.exchange);
  const { response } = subject.case;
  const places = new Map<AnswerPart, AnswerPart>(
    Object.entries(memberPlaces(subject.provider.token)).map(([name, at]) => [`/${name}`, at]),
  );
  const areShown = parts.every((part) => response !== undefined && isShown(response, places.get(part) ?? part));
  return evidence === 'provider' || areShown ? evidence : 'mock-assumed';
}

function findingsOf(
  rule: RfcRule,
  row: RfcRow,
  judged: readonly { readonly seen: Seen; readonly mismatches: readonly Mismatch[] }[],
): readonly Finding[] {
  const places = new Map<string, { readonly seen: Seen; readonly mismatch: Mismatch; readonly cases: Set<string> }>();
  for (const { seen, mismatches } of judged) {
    for (const mismatch of mismatches) {
      const place = placeOf(mismatch.at);
      const known = places.get(place) ?? { seen, mismatch, cases: new Set() };
      known.cases.add(seen.subject.case.id);
      places.set(place, known);
    }
  }
  return [...places.values()].map(({ seen, mismatch, cases }) => rfcFinding(rule, row, seen, mismatch, cases.size - 1));
}

function rfcFinding(
  rule: RfcRule,
  { level, source }: RfcRow,
  { subject }: Seen,
  mismatch: Mismatch,
  others: number,
): Finding {
  const { provider, case: one } = subject;
  const deviation = provider.deviations?.find((known) => known.rule === rule);
  const also = others === 0 ? '' : ` (and ${others} other case${others === 1 ? '' : 's'})`;
  return {
    rule,
    severity: severities[level],
    provider: provider.id,
    case: one.id,
    ...mismatch,
    actual: `${mismatch.actual}${also}`,
    source,
    ...(deviation && { deviation: { ...citationOf(provider, deviation.source), what: deviation.what } }),
    fingerprint: fingerprintOf(provider.id, '', rule, mismatch.at),
    // The pointer of a whole answer does not tell rows apart, so the rule is part of the change.
    change: mismatch.at === '' ? `${changeOf(subject, rule, '')} ${rule}` : changeOf(subject, rule, mismatch.at),
  };
}
