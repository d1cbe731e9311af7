import { tokenCases } from './rfc-cases.ts';
import { rfcCheck } from './rfc-check.ts';

const loopback: readonly string[] = ['127.0.0.1', '[::1]', 'localhost'];

/** RFC 6749 §3.2: TLS is required, and the URI has no fragment. */
export const rfcEndpoint = rfcCheck('rfc/endpoint', {
  of: tokenCases,
  otherwise: 'no token request was selected',
  show: ({ subject }) => {
    const { url } = subject.exchange.request;
    if (!URL.canParse(url)) return 'the address is masked';
    const { protocol, hostname, hash } = new URL(url);
    if (loopback.includes(hostname)) return 'the endpoint is on this machine';
    if (protocol === 'https:' && hash === '') return [];
    return [
      { at: '', expected: 'https, without a fragment', actual: `${protocol.slice(0, -1)}${hash && ' and a fragment'}` },
    ];
  },
});
