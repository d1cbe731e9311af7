import { isRecord } from '../model/json.ts';
import type { NightlyAction, OpenIssue } from '../report/index.ts';

/** The part of an issue tracker that the nightly run needs. */
export interface IssueTracker {
  list(label: string): Promise<readonly OpenIssue[]>;
  carryOut(action: NightlyAction): Promise<void>;
}

export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

export interface Repository {
  /** e.g. `https://api.github.com`. */
  readonly apiUrl: string;
  /** `owner/name`. */
  readonly name: string;
  readonly token: string;
}

const timeoutMs = 30_000;

/** The issues of a repository on GitHub. Errors name the request and its status, never the token. */
export function githubIssues({ apiUrl, name, token }: Repository, request: Fetch): IssueTracker {
  const call = async (method: string, path: string, body?: object): Promise<unknown> => {
    const response = await request(`${apiUrl}/repos/${name}/issues${path}`, {
      method,
      headers: {
        accept: 'application/vnd.github+json',
        authorization: `Bearer ${token}`,
        'x-github-api-version': '2022-11-28',
        ...(body && { 'content-type': 'application/json' }),
      },
      ...(body && { body: JSON.stringify(body) }),
      // A redirect could lead the token elsewhere.
      redirect: 'error',
      signal: AbortSignal.timeout(timeoutMs),
    });
    if (!response.ok) throw new Error(`GitHub answered ${method} issues${path} with status ${response.status}`);
    return response.json();
  };
  return {
    async list(label) {
      const found = await call('GET', `?state=open&per_page=100&labels=${encodeURIComponent(label)}`);
      return Array.isArray(found) ? found.flatMap(issueOf) : [];
    },
    async carryOut(action) {
      if (action.kind === 'open') {
        const { title, body, labels } = action;
        await call('POST', '', { title, body, labels });
        return;
      }
      await call('POST', `/${action.number}/comments`, { body: action.comment });
      await call('PATCH', `/${action.number}`, {
        body: action.body,
        ...(action.title !== undefined && { title: action.title }),
        ...(action.kind === 'close' && { state: 'closed' }),
      });
    },
  };
}

/** Leaves out pull requests, which GitHub lists as issues. */
function issueOf(value: unknown): readonly OpenIssue[] {
  if (!isRecord(value) || typeof value['number'] !== 'number' || value['pull_request'] !== undefined) return [];
  const { number, body, labels } = { number: value['number'], body: value['body'], labels: value['labels'] };
  const names = (Array.isArray(labels) ? labels : []).flatMap((label: unknown) =>
    isRecord(label) && typeof label['name'] === 'string' ? [label['name']] : [],
  );
  return [{ number, body: typeof body === 'string' ? body : '', labels: names }];
}
