import type { Answer } from '../../model/exchange.ts';
import { isReadable } from '../../model/readable.ts';
import { notKept, type Shape } from '../../model/shape.ts';

const directives: readonly string[] = [
  'immutable',
  'max-age',
  'must-revalidate',
  'must-understand',
  'no-cache',
  'no-store',
  'no-transform',
  'private',
  'proxy-revalidate',
  'public',
  's-maxage',
  'stale-if-error',
  'stale-while-revalidate',
];
/** Of the IANA registry, in small letters. */
const schemes: readonly string[] = [
  'basic',
  'bearer',
  'digest',
  'dpop',
  'gnap',
  'hoba',
  'mutual',
  'negotiate',
  'oauth',
  'privatetoken',
  'scram-sha-1',
  'scram-sha-256',
  'vapid',
];
const charsets: readonly string[] = [
  'utf-8',
  'utf8',
  'utf-16',
  'us-ascii',
  'iso-8859-1',
  'iso-8859-15',
  'windows-1252',
];
const kinds: readonly string[] = [
  'application',
  'audio',
  'font',
  'image',
  'message',
  'model',
  'multipart',
  'text',
  'video',
];
const longestMediaType = 60;

const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].toSorted();
const known = (list: readonly string[], value: string): string => (list.includes(value) ? value : notKept);

/** The headers that a client or a cache relies on. Dates, lengths and connection headers are left out. */
export function headShape({ headers }: Answer): Pick<Shape, 'mediaType' | 'parameters' | 'headers'> {
  const valuesOf = (wanted: string): readonly string[] =>
    headers.flatMap(([name, value]) => (name.toLowerCase() === wanted ? [value.trim().toLowerCase()] : []));
  const partsOf = (wanted: string): readonly string[] =>
    valuesOf(wanted)
      .flatMap((value) => value.split(','))
      .map((part) => part.trim().replace(/\s*=.*$/s, ''));
  const [mediaType = '', ...parameters] = (valuesOf('content-type')[0] ?? '').split(';').map((part) => part.trim());
  return {
    mediaType: keptMediaType(mediaType),
    parameters: unique(parameters.filter((part) => part !== '').map(keptParameter)),
    headers: unique([
      ...partsOf('cache-control')
        .filter((part) => directives.includes(part))
        .map((part) => `cache-control: ${part}`),
      ...partsOf('pragma').map((part) => `pragma: ${known(['no-cache'], part)}`),
      ...valuesOf('www-authenticate').map(
        (value) => `www-authenticate: ${known(schemes, value.split(/[\s,]/)[0] ?? '')}`,
      ),
      ...['retry-after', 'location'].filter((name) => valuesOf(name).length > 0),
    ]),
  };
}

function keptMediaType(text: string): string {
  if (text === '') return '';
  const [kind = '', subtype = '', ...more] = text.split('/');
  const isPlain = more.length === 0 && kinds.includes(kind) && /^[a-z.+-]+$/.test(subtype) && isReadable(subtype);
  return isPlain && text.length <= longestMediaType ? text : notKept;
}

function keptParameter(text: string): string {
  const [name = '', value = ''] = text.split('=').map((part) => part.trim().replace(/^"(.*)"$/, '$1'));
  if (name === 'charset') return `charset=${known(charsets, value)}`;
  return /^[a-z-]{1,20}$/.test(name) ? name : notKept;
}
