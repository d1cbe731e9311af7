import { describe, expect, test } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { runInProcess, testProject } from '../support/cli.ts';

const { providers } = testProject;

describe('--curl', () => {
  test('one case: its line alone, with variables for what is configured', async () => {
    const { exitCode, stdout } = await runInProcess(['verify', '--curl', 'optty/token']);
    expect(stdout).toBe(
      `percent() { LC_ALL=C awk 'BEGIN{for(i=1;i<256;i++)o[sprintf("%c",i)]=i;s=ARGV[1];for(i=1;i<=length(s);i++){c=substr(s,i,1);printf "%s",c~/[A-Za-z0-9._~-]/?c:c==" "?"%20":sprintf("%%%02X",o[c])}}' "$1"; }; ` +
        `curl -sS -i -X POST "\${OPTTY_BASE_URL:-https://auth.qa.optty.com}"'/token?expires_in=1' -H 'Content-Type: application/x-www-form-urlencoded' -H 'User-Agent: token-endpoint-contracts/0.1.0' ` +
        `--data-raw 'grant_type=client_credentials&scope=api-user&client_id='"$(percent "$OPTTY_CLIENT_ID")"'&client_secret='"$(percent "$OPTTY_CLIENT_SECRET")"\n`,
    );
    expect(exitCode).toBe(0);
  });

  test('a request without Accept, of a provider that asks for one: curl sends none of its own', async () => {
    const { stdout } = await runInProcess(['verify', '--curl', 'apinizer/token-without-accept']);
    expect(stdout).toContain(" -H 'Accept:' ");
    expect((await runInProcess(['verify', '--curl', 'apinizer/token'])).stdout).not.toContain("'Accept:'");
  });

  test('several: one line each, and which it is; a folder may be named', async () => {
    const { stdout } = await runInProcess(['verify', '--curl', '*/Token/*']);
    const ids = providers.flatMap(casesOf).flatMap(({ folder, id }) => (folder === 'Token' ? [id] : []));
    expect([...stdout.matchAll(/curl .* # (\S+)$/gm)].map(([, id]) => id)).toEqual(ids);
    expect(stdout.trimEnd().split('\n')).toHaveLength(ids.length);
  });

  test('none: exit 2, with what is near', async () => {
    const { exitCode, stdout, stderr } = await runInProcess(['verify', '--curl', 'optty/unknown-clients']);
    expect(stderr).toMatch(
      /^error: --curl optty\/unknown-clients: matches nothing \(did you mean optty\/unknown-client\?\)/,
    );
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
  });

  test('needs nothing to be configured', async () => {
    const { exitCode } = await runInProcess(['verify', '--target', 'sandbox', '--curl', 'orum/token']);
    expect(exitCode).toBe(0);
  });
});
