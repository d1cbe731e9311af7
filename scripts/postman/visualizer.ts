import { secondsPer } from '../model/lifetime-range.ts';
import { tokensOf } from '../model/pointer.ts';
import type { Provider, TokenMembers } from '../model/provider.ts';
import { tokenMemberNames } from '../oauth/token-response.ts';
import { type Lines, memberAccess } from './scripts.ts';

/**
 * Runs after every request of the folder Token and fills Postman's tab Visualize: each member of the answer, the token as kind
 * and length only, the header and the times of a JWT, the lifetime in words.
 */
export const visualizerScript = ({ token }: Provider): Lines => [
  '// The tab Visualize: the members of the answer. Tokens are shown as kind and length only.',
  'const show = (body) => {',
  `  const tokenMembers = ${JSON.stringify([...new Set([...tokenMemberNames, ...tokensOf(token.accessToken).slice(-1)])])};`,
  '  const decode = (part) => JSON.parse(require("atob")(part.replace(/-/g, "+").replace(/_/g, "/")));',
  '  const date = (seconds) => (Number.isFinite(seconds) ? new Date(seconds * 1000).toISOString() : "not given");',
  '  const jwtRows = (text) => {',
  '    const [header, claims] = text.split(".").slice(0, 2).map(decode);',
  '    return [["JWT header", JSON.stringify(header)], ["issued (iat)", date(claims.iat)], ["expires (exp)", date(claims.exp)]];',
  '  };',
  '  const masked = (name, value) => {',
  '    try {',
  '      return [[name, "•••• (JWT, " + value.length + " characters)"], ...jwtRows(value)];',
  '    } catch {',
  '      return [[name, typeof value === "string" ? "•••• (" + value.length + " characters)" : "•••• (" + typeof value + ")"]];',
  '    }',
  '  };',
  '  const rowsOf = (path, value) => {',
  '    if (path.some((name) => tokenMembers.includes(name))) return masked(path.join("/"), value);',
  '    if (value === null || typeof value !== "object") return [[path.join("/"), String(value).slice(0, 200)]];',
  '    if (path.length === 5) return [[path.join("/"), "…"]];',
  '    return Object.entries(value).flatMap(([name, inner]) => rowsOf([...path, name], inner));',
  '  };',
  ...(token.expiry === undefined
    ? ['  const lifetime = [];']
    : secondsPer(token.expiry.unit) !== undefined
      ? [
          secondsLine(token.expiry),
          '  const unit = [["days", 86400], ["hours", 3600], ["minutes", 60], ["seconds", 1]].find(([, size]) => seconds >= 2 * size || size === 1);',
          '  const lifetime = typeof seconds !== "number" ? [] : [["lifetime", Number((seconds / unit[1]).toFixed(1)) + " " + unit[0]]];',
        ]
      : ['  const lifetime = [["lifetime", "the documentation does not say in which unit"]];']),
  '  const rows = [...rowsOf([], body), ...lifetime].map(([name, value]) => ({ name, value }));',
  '  const template = "<table>{{#each rows}}<tr><th align=left>{{name}}</th><td>{{value}}</td></tr>{{/each}}</table>";',
  '  pm.visualizer.set(template, { rows: rows.slice(0, 100) });',
  '};',
  'try {',
  '  const answer = pm.response.json();',
  '  if (answer !== null && typeof answer === "object") show(answer);',
  '} catch { /* not JSON, or nested too deeply: there is nothing to show */ }',
];

const secondsLine = ({ at, unit }: NonNullable<TokenMembers['expiry']>): string =>
  unit === 'seconds'
    ? `  const seconds = body${memberAccess(at)};`
    : `  const seconds = Number(body${memberAccess(at)} || NaN) * ${secondsPer(unit)};`;
