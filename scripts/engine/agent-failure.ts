import type { Failure } from '../model/exchange.ts';

const bounds = {
  E_BOUND_CHARSET: 'encoded',
  E_BOUND_DEADLINE: 'deadline',
  E_BOUND_ENCODED: 'encoded',
  E_BOUND_INTERRUPTED: 'interrupted',
  E_BOUND_NO_TURN: 'interrupted',
  E_BOUND_ORIGIN: 'origin',
  E_BOUND_PROXY: 'proxy',
  E_BOUND_TOO_LARGE: 'too-large',
  E_BOUND_TRUNCATED: 'reset',
  E_BOUND_UNREACHABLE: 'refused',
  E_BOUND_UPGRADE: 'malformed-http',
} as const satisfies Record<string, Failure>;

export type BoundCode = keyof typeof bounds;

export const boundError = (code: BoundCode, message: string): Error => Object.assign(new Error(message), { code });

/** Matched against error codes, and against words in capitals in error messages. */
const ofCode: readonly (readonly [RegExp, Failure])[] = [
  ...Object.entries(bounds).map(([code, failure]) => [new RegExp(`^${code}$`), failure] as const),
  [/^ECONNREFUSED$/, 'refused'],
  [/^(ECONNRESET|ECONNABORTED|EPIPE)$/, 'reset'],
  [/^(ENOTFOUND|EAI_[A-Z]+)$/, 'dns'],
  [/^(E(SOCKET)?TIMEDOUT)$/, 'deadline'],
  [/^HPE_HEADER_OVERFLOW$/, 'too-large'],
  [/^HPE_/, 'malformed-http'],
  [
    /^(EPROTO$|(ERR_TLS|ERR_SSL|CERT|CRL|UNABLE_TO|DEPTH_ZERO_SELF_SIGNED|SELF_SIGNED_CERT)_|INVALID_(CA|PURPOSE)$)/,
    'tls',
  ],
];

const ofPhrase: readonly (readonly [RegExp, Failure])[] = [
  [/socket hang up|\baborted\b|premature close/i, 'reset'],
  [/header overflow/i, 'too-large'],
  [/parse error/i, 'malformed-http'],
  [/certificate/i, 'tls'],
];

/** Maps an error that newman reports for a request to a kind of failure; `other` if it is unknown. */
export function failureOf(error: unknown): Failure {
  return find(error, 5, ofText) ?? 'other';
}

const oldTls = /\b(?:TLSV1_ALERT_PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|alert protocol version|unsupported protocol)\b/i;

/** Plain words for an error that its own message does not explain; `undefined`: the message will do. */
export const detailOf = (error: unknown): string | undefined =>
  find(error, 5, (text) => oldTls.test(text.replace('ERR_SSL_', '')) || undefined) === true
    ? 'TLS: the host speaks no version from 1.2 on, and older ones are refused'
    : undefined;

/** Asks `read` of the code, the message and the causes of an error until it has an answer. */
function find<T>(error: unknown, depth: number, read: (text: string) => T | undefined): T | undefined {
  if (typeof error === 'string') return read(error);
  if (typeof error !== 'object' || error === null || depth === 0) return undefined;
  const inner = 'errors' in error && Array.isArray(error.errors) ? error.errors : [];
  const clues: readonly unknown[] = [
    'code' in error ? error.code : undefined,
    'message' in error ? error.message : undefined,
    'cause' in error ? error.cause : undefined,
    ...inner,
  ];
  for (const clue of clues) {
    const found = find(clue, depth - 1, read);
    if (found !== undefined) return found;
  }
  return undefined;
}

function ofText(text: string): Failure | undefined {
  for (const word of text.match(/\b[A-Z][A-Z0-9_]+\b/g) ?? []) {
    const known = ofCode.find(([pattern]) => pattern.test(word));
    if (known) return known[1];
  }
  return ofPhrase.find(([pattern]) => pattern.test(text))?.[1];
}
