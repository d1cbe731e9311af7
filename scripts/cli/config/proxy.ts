import { BlockList, isIPv4, isIPv6 } from 'node:net';
import type { Environment } from '../../store/dotenv.ts';
import { isLoopback } from './hosts.ts';

/** The proxy for a host; `{}`: none, the connection is direct. */
export type ProxyReading =
  | { readonly proxy?: string /** Entries of NO_PROXY that cannot be read. */; readonly warnings?: readonly string[] }
  | { readonly problem: string };

/** The lower-case name wins, as in curl. A blank value is none. */
function found(env: Environment, name: 'https_proxy' | 'no_proxy'): { name: string; value: string } | undefined {
  for (const one of [name, name.toUpperCase()]) {
    const value = env[one];
    if (value !== undefined && value.trim() !== '') return { name: one, value: value.trim() };
  }
  return undefined;
}

const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');

/** An entry of NO_PROXY. `matches` is absent where it cannot be read. */
interface Exception {
  readonly text: string;
  readonly matches?: (host: string, port: string) => boolean;
}

const withoutBrackets = (host: string): string => host.replace(/^\[(.*)\]$/, '$1');
/** A fully qualified name may end in a dot. */
const plainHost = (host: string): string => withoutBrackets(host).toLowerCase().replace(/\.$/, '');

/**
 * The forms that curl and Go read: `*` is every host, `example.com`, `.example.com` and `*.example.com` are the host and its
 * subdomains, `example.com:8443` only that port, `192.0.2.0/24` and `2001:db8::/32` a range of addresses.
 */
function exceptionOf(text: string): Exception {
  if (text === '*') return { text, matches: () => true };
  const range = /^\[?([0-9a-f:.]+)\]?\/(\d{1,3})$/i.exec(text);
  if (range !== null) {
    const [, address = '', bits = ''] = range;
    const family = familyOf(address);
    if (family === undefined || Number(bits) > (family === 'ipv4' ? 32 : 128)) return { text };
    const list = new BlockList();
    list.addSubnet(address, Number(bits), family);
    return { text, matches: (host) => familyOf(host) === family && list.check(host, family) };
  }
  if (isIPv6(withoutBrackets(text))) return { text, matches: (host) => sameAddress(host, withoutBrackets(text)) };
  const [, name = '', port] = /^(\[[0-9a-f:.]+\]|[^:]+)(?::(\d{1,5}))?$/i.exec(text) ?? [];
  const bare = plainHost(name.replace(/^\*?\./, ''));
  const isAddress = isIPv6(bare);
  if (!isAddress && !/^[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*$/u.test(bare)) return { text };
  const isHost = (host: string): boolean =>
    isAddress ? sameAddress(host, bare) : host === bare || host.endsWith(`.${bare}`);
  return { text, matches: (host, asked) => (port ?? asked) === asked && isHost(host) };
}

const familyOf = (address: string): 'ipv4' | 'ipv6' | undefined =>
  isIPv4(address) ? 'ipv4' : isIPv6(address) ? 'ipv6' : undefined;

/** An IPv6 address has many spellings. */
const sameAddress = (host: string, address: string): boolean =>
  isIPv6(host) && new URL(`http://[${host}]`).hostname === new URL(`http://[${address}]`).hostname;

/** The proxy that the environment names for a host. Plain http and this machine never use one. */
export function readProxy(target: URL, env: Environment): ProxyReading {
  const named = found(env, 'https_proxy');
  if (named === undefined || target.protocol !== 'https:' || isLoopback(target)) return {};
  const exceptions = found(env, 'no_proxy');
  const entries = (exceptions?.value.split(/[\s,]+/) ?? []).filter((entry) => entry !== '').map(exceptionOf);
  const host = plainHost(target.hostname);
  if (entries.some((entry) => entry.matches?.(host, portOf(target)) === true)) return {};
  const problem = (what: string): ProxyReading => ({ problem: `${named.name} ${what}` });
  if (!URL.canParse(named.value)) return problem('is not a URL such as http://proxy.example:3128');
  const { protocol, username, password, href } = new URL(named.value);
  if (protocol !== 'http:' && protocol !== 'https:')
    return problem('must be an http or https URL such as http://proxy.example:3128');
  try {
    decodeURIComponent(username + password);
  } catch {
    return problem('has credentials that are not percent-encoded');
  }
  const warnings = entries
    .filter(({ matches }) => matches === undefined)
    .map(({ text }) => `${exceptions?.name} has the entry ${text}, which cannot be read: it matches no host`);
  return { proxy: href, ...(warnings.length > 0 && { warnings }) };
}

/** The credentials in the address of a proxy, by name. */
export function proxySecrets(proxy: string): Readonly<Record<string, string>> {
  const { username, password } = new URL(proxy);
  return {
    ...(password !== '' && { proxyPassword: decoded(password) }),
    // A short user name is left out: masking it would hide every text that has it in it.
    ...(username.length >= 8 && { proxyUser: decoded(username) }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
