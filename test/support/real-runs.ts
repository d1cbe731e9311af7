import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, onTestFinished, vi } from 'vitest';
import type { Finding, Judgement } from '../../scripts/model/finding.ts';
import type { ClientAuthentication } from '../../scripts/model/provider.ts';
import { environmentName } from '../../scripts/model/variables.ts';
import { type CliRun, runInProcess } from './cli.ts';
import { oidcSchemas } from './oidc.ts';
import { temporaryProject } from './project.ts';
import { type Configuration, type RealServerName, realProvider, startReal } from './real-servers.ts';

/** Keeps oidc-provider quiet, which says at every start that its keys and its store are for tests. */
export function useRealServers(): void {
  beforeAll(() => {
    for (const method of ['warn', 'info'] as const) vi.spyOn(console, method).mockImplementation(() => undefined);
  });
  afterAll(() => vi.restoreAllMocks());
}

interface RealRun extends CliRun {
  readonly outcome: string;
  readonly reason: string | undefined;
  /** Of the case and of the provider. */
  readonly findings: readonly Finding[];
  readonly card: readonly Judgement[];
}

/** A real server and a project that holds its contract. The server can be started again with another configuration. */
export async function realRuns(
  name: RealServerName,
  method: ClientAuthentication,
  change: Partial<Configuration> = {},
) {
  const project = await temporaryProject([realProvider(name, method)], oidcSchemas);
  const start = (more: Partial<Configuration> = {}, port?: number) =>
    startReal(name, { method, ...change, ...more }, port);
  let server = await start();
  const { port, configuration, url } = server;
  onTestFinished(() => server.close());
  const { clientId, clientSecret } = configuration;
  const env = {
    [environmentName(name, 'baseUrl')]: url,
    [environmentName(name, 'clientId')]: clientId,
    [environmentName(name, 'clientSecret')]: clientSecret,
  };
  const out = join(project.root, 'reports');
  return {
    url,
    clientId,
    clientSecret,
    async verify(): Promise<RealRun> {
      const flags = [
        '--provider',
        name,
        '--target',
        'sandbox',
        '--interval',
        '0',
        '--observe',
        '--rfc',
        'enforce',
        '--out',
        out,
      ];
      const ran = await runInProcess(['verify', ...flags], { env, project, outIsGiven: true });
      const report = JSON.parse(await readFile(join(out, 'report.json'), 'utf8'));
      const [provider] = report.providers;
      const judgements: readonly Judgement[] = [
        ...provider.cases.flatMap((one: { readonly judgements: readonly Judgement[] }) => one.judgements),
        ...provider.judgements,
      ];
      return {
        ...ran,
        report,
        outcome: provider.outcome,
        reason: provider.reason,
        findings: judgements.flatMap((one) => (one.outcome === 'broken' ? one.findings : [])),
        card: judgements.filter(({ rule }) => rule.startsWith('rfc/')),
      };
    },
    accept: () =>
      runInProcess(['accept', '--provider', name, '--report', join(out, 'report.json'), '--yes'], { project }),
    /** On the same port. */
    async restart(more: Partial<Configuration> = {}): Promise<void> {
      await server.close();
      server = await start(more, port);
    },
  };
}
