import { describe, expect, test } from 'vitest';
import { runInProcess } from '../support/cli.ts';

describe('the program', () => {
  test('--help shows the commands, and what each row says', async () => {
    const { stdout, exitCode } = await runInProcess(['--help']);
    expect(stdout.match(/^ {2}[a-z-]+ \[(?:options|command)\]/gm)).toEqual([
      '  verify [options]',
      '  merge [options]',
      '  build [options]',
      '  accept [options]',
      '  waive [options]',
      '  mock [options]',
      '  doctor [options]',
      '  init [options]',
      '  nightly-issues [options]',
      '  help [command]',
    ]);
    expect(exitCode).toBe(0);
    expect((await runInProcess(['mock', '--help'])).stdout).toBe(`Usage: token-endpoint-contracts mock [options]

serve every provider under /<id> on 127.0.0.1

Options:
  --port <port>       where to listen (default: "4010")
  --drift <mutation>  answer as if the provider had changed in this way
  -h, --help          display help for command
`);
    const { stdout: ofVerify } = await runInProcess(['verify', '--help'], { outIsGiven: true });
    expect(ofVerify).toContain('  --concurrency <n>         most providers at once (default: "20")\n');
    expect(ofVerify).toContain('  --timeout <ms>            of one exchange (default: "30000")\n');
  });

  test.each<[string, readonly string[], string]>([
    ['an unknown command', ['conjure'], "error: unknown command 'conjure'\n"],
    ['an unknown flag', ['build', '--chek'], "error: unknown option '--chek'\n(Did you mean --check?)\n"],
    ['a flag without its value', ['mock', '--port'], "error: option '--port <port>' argument missing\n"],
    ['a required flag that is missing', ['accept'], "error: required option '--provider <id>' not specified\n"],
    ['a wrong value', ['mock', '--port', '65536'], 'error: --port 65536: expected a number from 0 to 65535\n'],
  ])('%s: exit 2', async (_, argv, says) => {
    expect(await runInProcess(argv)).toMatchObject({ exitCode: 2, stdout: '', stderr: says });
  });

  test('an empty name is an error, not "all"; every problem is told', async () => {
    const { exitCode, stderr } = await runInProcess(['verify', '--provider', '', '--reporter', '', '--retries', 'x']);
    expect(stderr.split('\n').map((line) => line.replace(/known: .*/, ''))).toEqual([
      'error: --provider : there is no such provider; ',
      'error: --reporter : there is no such reporter; ',
      'error: --retries x: expected a whole number from 0',
      '',
    ]);
    expect(exitCode).toBe(2);
  });

  test('--curl looks at no flag that does not change the request', async () => {
    const { exitCode, stdout } = await runInProcess(['verify', '--curl', 'optty/token', '--timeout', 'soon']);
    expect(stdout).toMatch(/ curl -sS -i /);
    expect(exitCode).toBe(0);
  });
});
