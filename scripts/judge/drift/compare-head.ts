import { notKept, type Shape } from '../../model/shape.ts';
import { isTokenResponse } from '../../oauth/token-response.ts';
import { listed, type ShapeChange, shapeChange, without } from './shape-change.ts';

const bodyInWords = ({ body, mediaType, why }: Shape): string => {
  const type =
    mediaType === '' ? 'without Content-Type' : `as ${mediaType === notKept ? 'another media type' : mediaType}`;
  if (body === 'empty') return 'an empty body';
  return body === 'json' ? `JSON ${type}` : `text ${type}${why === undefined ? '' : ` (${why})`}`;
};

/** A change of the kind of body. After it nothing in the body can be compared. */
export function bodyChange(accepted: Shape, observed: Shape): ShapeChange | undefined {
  const isSame =
    accepted.body === observed.body && (accepted.mediaType === observed.mediaType || accepted.body === 'empty');
  return isSame ? undefined : shapeChange('baseline/media-type', '', bodyInWords(accepted), bodyInWords(observed));
}

export function parameterChange(accepted: Shape, observed: Shape): ShapeChange | undefined {
  if (accepted.mediaType !== observed.mediaType || accepted.parameters.join() === observed.parameters.join())
    return undefined;
  const words = ({ parameters }: Shape): string => (parameters.length === 0 ? 'no parameter' : listed(parameters));
  return shapeChange('baseline/media-type-parameter', '', words(accepted), words(observed), { about: 'content-type' });
}

/** RFC 6749 §5.1: no cache may keep a token. §5.2: a 401 says how to authenticate. */
const isReliedOn = (header: string, shape: Shape): boolean =>
  (isTokenResponse(shape) && ['cache-control: no-store', 'pragma: no-cache'].includes(header)) ||
  (shape.status === 401 && header.startsWith('www-authenticate:'));

const nameOf = (header: string): string => header.split(':')[0] ?? '';

/** One change for each header, so that a waiver of one does not hide another. */
export function headerChanges(accepted: Shape, observed: Shape): readonly ShapeChange[] {
  const lost = without(accepted.headers, observed.headers).filter((header) => isReliedOn(header, accepted));
  const added = without(observed.headers, accepted.headers).filter(
    (header) => !lost.some((one) => nameOf(one) === nameOf(header)),
  );
  return [
    ...lost.map((header) => {
      const left = observed.headers.filter((one) => nameOf(one) === nameOf(header));
      return shapeChange('baseline/header-lost', '', header, left.length === 0 ? 'missing' : listed(left), {
        about: header,
      });
    }),
    ...added.map((header) => shapeChange('baseline/header-added', '', 'nothing', header, { about: header })),
  ];
}
