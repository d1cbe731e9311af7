import type { ProviderReport, Report } from '../model/report.ts';
import { changeSentence, type Headline, paragraphOf, weightyChanges, worstFirst } from './headline.ts';
import { markdown } from './markdown.ts';
import { printable } from './printable.ts';
import type { Background, Reporter } from './reporter.ts';
import { runProblems, stoppedHeadline } from './stopped.ts';

const onlyWith = 'GITHUB_ACTIONS';

/** Annotations for the page of a GitHub Actions run, the worst first. */
export const githubAnnotations: Reporter = {
  name: 'github',
  onlyWith,
  commands: true,
  render(report, background) {
    const safe = printable(report);
    const all = [
      ...stoppedAnnotation(safe),
      ...worstFirst(safe, background).flatMap(({ provider, headline }) =>
        annotationsOf(provider, headline, safe, background),
      ),
    ];
    const kept = all.length > most ? all.slice(0, most - 1) : all;
    const left = all.length - kept.length;
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

function stoppedAnnotation(report: Report): readonly Annotation[] {
  const stopped = stoppedHeadline(report);
  if (stopped === undefined) return [];
  const [, ...others] = runProblems(report);
  return [{ level: 'error', title: stopped.label, message: [stopped.sentence, ...others, ...stopped.next].join('\n') }];
}

function annotationsOf(
  provider: ProviderReport,
  headline: Headline,
  report: Report,
  background: Background,
): readonly Annotation[] {
  const { tone, label, next } = headline;
  if (tone !== 'bad' && tone !== 'care') return [];
  const level = tone === 'bad' ? 'error' : 'warning';
  const title = `${provider.name}: ${label}`;
  const weighty = weightyChanges(provider, report);
  if (weighty.length === 0) return [{ level, title, message: [paragraphOf(headline), ...next].join('\n') }];
  return weighty.map((change, index) => ({
    level,
    title,
    message: [
      index === 0 ? paragraphOf(headline) : changeSentence(provider.name, change, background.rules),
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
