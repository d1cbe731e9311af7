import type { Answer } from '../../model/exchange.ts';
import { stableMarks } from '../../model/mask.ts';
import type { Provider } from '../../model/provider.ts';
import type { Shape } from '../../model/shape.ts';
import { tokensIn } from '../../oauth/token-response.ts';
import type { Lifetime } from '../lifetime.ts';
import { headShape } from './head-shape.ts';
import { documentedWords } from './kept.ts';
import { memberShapes } from './member-shapes.ts';

/** The structure of an answer, without its values. `lifetime`: of the token, if it has one. */
export function shapeOf(answer: Answer, provider: Provider, lifetime?: Lifetime): Shape {
  const { status, body, tokens, beyond: bounds = [] } = answer;
  const { members, isCut } =
    body.kind === 'json'
      ? memberShapes(body.json, {
          token: provider.token,
          documented: documentedWords(provider),
          tokens,
          numbers: body.numbers ?? [],
          lifetime,
        })
      : { members: {}, isCut: false };
  const beyond = [
    ...new Set([...(isCut ? (['members'] as const) : []), ...bounds.filter((bound) => bound !== 'oddities')]),
  ];
  const places = tokensIn(answer).map(({ at }) => placeOfToken(at));
  return {
    status,
    ...headShape(answer),
    body: body.kind,
    ...(body.kind === 'text' && { why: body.why }),
    tokens: [...new Set(places)].toSorted(),
    members,
    ...(beyond.length > 0 && { beyond }),
  };
}

/** Written as in `members`: items of lists as `*`, masked names without the hash of this run. */
const placeOfToken = (at: string): string => stableMarks(at.replaceAll(/\/\d+(?=\/|$)/g, '/*'));
