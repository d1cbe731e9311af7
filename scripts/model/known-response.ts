import { valueAt } from './pointer.ts';
import type { Json, KnownResponse, Pointer } from './provider.ts';

/** A part of an answer: a member, a header, or the characters of the token itself. */
export type AnswerPart = 'status' | 'media-type' | 'token-text' | Pointer | { readonly header: string };

/** Whether the page shows a part of the answer. Where it does not, the mock assumes the part, and what holds is no evidence. */
export function isShown(response: KnownResponse, part: AnswerPart): boolean {
  if (response.basis === 'assumed') return false;
  if (typeof part === 'object') {
    const wanted = part.header.toLowerCase();
    return Object.keys(response.headers ?? {}).some((name) => name.toLowerCase() === wanted);
  }
  switch (part) {
    case 'status':
    case 'media-type':
      return response.advisory?.includes(part) !== true;
    case 'token-text':
      // Pages print a placeholder in its place.
      return false;
    default:
      // A body that is shown whole shows too which members it does not have.
      return response.assumed?.members === undefined || (part !== '' && valueAt(response.example, part) !== undefined);
  }
}

/** The body that the mock sends: what the page shows, and the assumed members beside it. */
export function sentBody({ example, assumed }: KnownResponse): Json {
  return assumed?.members === undefined ? example : { ...Object(example), ...assumed.members };
}
