import { describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { runInProcess, testProject } from '../support/cli.ts';

const { providers } = testProject;

describe('--curl', () => {
  test('one case: its line alone, with variables for what is configured', async () => {
    const { exitCode, stdout } = await runInProcess(['verify', '--curl', 'optty/token']);
    expect(stdout).toBe(
      `curl -sS -i -X POST "$OPTTY_BASE_URL"'/token?expires_in=1' -H 'Content-Type: application/x-www-form-urlencoded' -H 'Accept:' -H 'User-Agent: token-endpoint-contracts/0.1.0' ` +
        `--data-urlencode 'grant_type=client_credentials' --data-urlencode 'scope=api-user' ` +
        `--data-urlencode 'client_id='"$OPTTY_CLIENT_ID" --data-urlencode 'client_secret='"$OPTTY_CLIENT_SECRET"\n`,
    );
    expect(exitCode).toBe(0);
  });

  test('several: one line each, and which it is; a folder may be named', async () => {
    const { stdout } = await runInProcess(['verify', '--curl', '*/Token/*']);
    const ids = providers.flatMap(casesOf).flatMap(({ folder, id }) => (folder === 'Token' ? [id] : []));
    expect([...stdout.matchAll(/^curl .* # (\S+)$/gm)].map(([, id]) => id)).toEqual(ids);
    expect(stdout.trimEnd().split('\n')).toHaveLength(ids.length);
  });

  test('none: exit 2, with what is near', async () => {
    const { exitCode, stdout, stderr } = await runInProcess(['verify', '--curl', 'optty/unknown-clients']);
    expect(stderr).toMatch(/^error: --curl optty\/unknown-clients: matches nothing; near: optty\/unknown-client, /);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  test('needs nothing to be configured', async () => {
    const { exitCode } = await runInProcess(['verify', '--target', 'sandbox', '--curl', 'orum/token']);
    expect(exitCode).toBe(0);
  });
});
