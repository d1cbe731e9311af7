import type { ProviderReport, Report } from '../model/report.ts';
import { changeInWords, changesOf } from './changes.ts';
import { headlineOf } from './headline.ts';
import { markdown } from './markdown.ts';
import { printable } from './printable.ts';
import { counts } from './reading.ts';
import type { Background, Reporter } from './reporter.ts';

const onlyWith = 'GITHUB_ACTIONS';

/** Annotations for the page of a GitHub Actions run, the worst first. */
export const githubAnnotations: Reporter = {
  name: 'github',
  onlyWith,
  commands: true,
  render(report, background) {
    const safe = printable(report);
    const all = safe.providers.flatMap((provider) => annotationsOf(provider, safe, background));
    const worstFirst = all.toSorted((a, b) => a.level.localeCompare(b.level));
    const kept = worstFirst.length > most ? worstFirst.slice(0, most - 1) : worstFirst;
    const left = worstFirst.length - kept.length;
    const rest: readonly Annotation[] =
      left === 0 ? [] : [{ level: 'warning', title: `${left} more`, message: 'See the summary of this run.' }];
    return [...kept, ...rest].map(command).join('');
  },
};

/** GitHub shows no more annotations of a step. */
const most = 10;

interface Annotation {
  readonly level: 'error' | 'warning';
  readonly title: string;
  readonly message: string;
}

function annotationsOf(provider: ProviderReport, report: Report, background: Background): readonly Annotation[] {
  const { tone, label, sentence, next } = headlineOf(provider, report, background);
  if (tone !== 'bad' && tone !== 'care') return [];
  const level = tone === 'bad' ? 'error' : 'warning';
  const title = `${provider.name}: ${label}`;
  const weighty = changesOf(provider, report).filter(({ findings }) =>
    findings.some((finding) => finding.severity === 'error' && counts(finding, report)),
  );
  if (weighty.length === 0) return [{ level, title, message: [sentence, ...next].join('\n') }];
  return weighty.map((change) => ({
    level,
    title,
    message: [
      changeInWords(change, background.rules),
      ...(change.lead.source ? [`Otherwise says: ${change.lead.source.title}`] : []),
      `Fingerprint ${change.lead.fingerprint}`,
    ].join('\n'),
  }));
}

/** The summary for the page of a GitHub Actions run. */
export const githubSummary: Reporter = {
  name: 'github',
  onlyWith,
  appendTo: 'GITHUB_STEP_SUMMARY',
  render: (report: Report, options) => markdown.render(report, options),
};

const escaped: Readonly<Record<string, string>> = {
  '%': '%25',
  '\r': '%0D',
  '\n': '%0A',
  ':': '%3A',
  ',': '%2C',
};
const data = (text: string): string => text.replaceAll(/[%\r\n]/g, (character) => escaped[character] ?? '');
const property = (text: string): string => text.replaceAll(/[%\r\n:,]/g, (character) => escaped[character] ?? '');

const command = ({ level, title, message }: Annotation): string =>
  `::${level} title=${property(title)}::${data(message)}\n`;
