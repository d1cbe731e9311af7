import { answerOf } from '../model/exchange.ts';
import type { Finding, Judgement } from '../model/finding.ts';
import type { Provider } from '../model/provider.ts';
import type { CaseReport } from '../model/report.ts';
import type { Waiver } from '../model/waiver.ts';
import { providerFindingOf } from './findings.ts';
import type { RuleRow } from './row.ts';

export const waiverRules = {
  'run/expired-waiver': { words: 'a waiver has expired' },
  'run/renamed-waiver': { words: 'a waiver holds a fingerprint of an earlier version' },
  'run/unmatched-waiver': { words: 'a waiver that waives nothing' },
} as const satisfies Readonly<Record<`run/${string}`, RuleRow>>;

/** `today` as in 2026-03-31; a waiver counts through its last day. */
export const hasExpired = ({ expires }: Waiver, today: string): boolean => expires < today;

/** A waiver that was written for a version up to 0.1 covers the one case that it names. */
const isFor = ({ fingerprint, of }: Waiver, finding: Finding): boolean =>
  fingerprint === finding.fingerprint || (finding.was?.includes(fingerprint) === true && of === finding.case);

/** Adds the waiver to each finding that is waived. The findings keep their order. */
export function applyWaivers(
  judgements: readonly Judgement[],
  waivers: readonly Waiver[],
  today: string,
): readonly Judgement[] {
  const waived = (finding: Finding): Finding => {
    const waiver = waivers.find((one) => isFor(one, finding) && !hasExpired(one, today));
    return waiver === undefined ? finding : { ...finding, waiver: { reason: waiver.reason, expires: waiver.expires } };
  };
  return judgements.map((judgement) => {
    if (judgement.outcome !== 'broken') return judgement;
    const [first, ...rest] = judgement.findings;
    return { ...judgement, findings: [waived(first), ...rest.map(waived)] };
  });
}

export interface WaiverSubjects {
  readonly provider: Provider;
  readonly cases: readonly Pick<CaseReport, 'case' | 'exchange' | 'judgements'>[];
  /** Of the provider as a whole. */
  readonly judgements: readonly Judgement[];
}

/** What is wrong with the waivers of a provider that ran. A waiver of a case that was not answered is not judged. */
export function waiverJudgements(
  { provider, cases, judgements }: WaiverSubjects,
  waivers: readonly Waiver[],
  today: string,
): readonly Judgement[] {
  const answered = ({ exchange }: Pick<CaseReport, 'exchange'>): boolean => answerOf(exchange) !== undefined;
  const ran = (of: string): boolean =>
    of === provider.id ? cases.some(answered) : cases.some((one) => one.case.id === of && answered(one));
  const findings = [...cases.flatMap((one) => one.judgements), ...judgements].flatMap((judgement) =>
    judgement.outcome === 'broken' ? judgement.findings : [],
  );
  const own = waivers.filter(({ of }) => of.split('/')[0] === provider.id);
  const expired = own.filter((waiver) => hasExpired(waiver, today));
  const unmatched = own.filter(
    (waiver) => !hasExpired(waiver, today) && !findings.some((one) => isFor(waiver, one)) && ran(waiver.of),
  );
  const renamed = own.flatMap((waiver) => {
    const now = findings.find((one) => isFor(waiver, one));
    return now === undefined || now.fingerprint === waiver.fingerprint ? [] : [[waiver, now] as const];
  });
  const finding = (rule: keyof typeof waiverRules, { fingerprint, of, reason }: Waiver, actual: string) =>
    providerFindingOf(rule, 'warning', provider, {
      at: '',
      about: fingerprint,
      expected: `a waiver of ${of} that waives something: renew or remove ${fingerprint} in waivers.json`,
      actual: `${actual} (reason: ${reason})`,
    });
  return [
    ...broken(expired.map((waiver) => finding('run/expired-waiver', waiver, `it expired on ${waiver.expires}`))),
    ...broken(renamed.map(([waiver, { fingerprint }]) => renamedFinding(provider, waiver, fingerprint))),
    ...broken(unmatched.map((waiver) => finding('run/unmatched-waiver', waiver, 'there is no such finding any more'))),
  ];
}

const renamedFinding = (provider: Provider, { fingerprint, of }: Waiver, now: string): Finding =>
  providerFindingOf('run/renamed-waiver', 'info', provider, {
    at: '',
    about: fingerprint,
    expected: `the fingerprint ${now} in the waiver of ${of}`,
    actual: `${fingerprint}, by which an earlier version knew the finding: it still counts, for this case alone`,
  });

const broken = (findings: readonly Finding[]): readonly Judgement[] => {
  const [first, ...rest] = findings;
  return first === undefined ? [] : [{ rule: first.rule, outcome: 'broken', findings: [first, ...rest] }];
};
