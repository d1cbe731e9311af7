import type { Environment } from '../../store/dotenv.ts';
import { isLoopback } from './hosts.ts';

/** The proxy for a host; `{}`: none, the connection is direct. */
export type ProxyReading = { readonly proxy?: string } | { readonly problem: string };

const set = (value: string | undefined): value is string => value !== undefined && value !== '';

/** The lower-case name wins, as in curl. */
function found(env: Environment, name: 'https_proxy' | 'no_proxy'): { name: string; value: string } | undefined {
  for (const one of [name, name.toUpperCase()]) {
    const value = env[one];
    if (set(value)) return { name: one, value: value.trim() };
  }
  return undefined;
}

const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');

/** `example.com` and `.example.com` match the host and its subdomains, `example.com:8443` only that port, `*` every host. */
function isExcepted(url: URL, entries: string): boolean {
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase();
  return entries
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name, port] = /^(\[.*\]|[^:]*)(?::(\d+))?$/.exec(entry) ?? [undefined, entry];
      const bare = name?.replace(/^\*?\./, '').replace(/^\[(.*)\]$/, '$1') ?? '';
      return bare !== '' && (port ?? portOf(url)) === portOf(url) && (host === bare || host.endsWith(`.${bare}`));
    });
}

/** The proxy that the environment names for a host. Plain http and this machine never use one. */
export function readProxy(target: URL, env: Environment): ProxyReading {
  const named = found(env, 'https_proxy');
  if (named === undefined || target.protocol !== 'https:' || isLoopback(target)) return {};
  if (isExcepted(target, found(env, 'no_proxy')?.value ?? '')) return {};
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
  return { proxy: href };
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
