import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { thisProject } from '../support/this-project.ts';

/** The files that a rule of the linter refuses, out of a small project with our settings. */
function refusedBy(rule: string, files: Readonly<Record<string, string>>): readonly string[] {
  const root = mkdtempSync(join(tmpdir(), 'contracts-'));
  try {
    const settings = JSON.parse(readFileSync(join(thisProject.root, 'biome.json'), 'utf8'));
    writeFileSync(join(root, 'biome.json'), JSON.stringify({ ...settings, vcs: { enabled: false } }));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    const biome = join(thisProject.root, 'node_modules/@biomejs/biome/bin/biome');
    const { stdout } = spawnSync(process.execPath, [biome, 'lint', '--reporter=json', '--max-diagnostics=none', '.'], {
      cwd: root,
      encoding: 'utf8',
    });
    const { diagnostics }: { diagnostics: { category: string; location: { path: string } }[] } = JSON.parse(stdout);
    return diagnostics.filter(({ category }) => category.endsWith(`/${rule}`)).map(({ location }) => location.path);
  } finally {
    rmSync(root, { recursive: true });
  }
}

const uses = (from: string) => `import { thing } from '${from}';\n\nexport const other = thing;\n`;
const usesType = (from: string) => `import type { Thing } from '${from}';\n\nexport type Other = Thing;\n`;

test('a stage may not import another, not even its types', () => {
  const refused = {
    'scripts/contract/a.ts': uses('../../providers/optty.ts'),
    'scripts/postman/a.ts': uses('../contract/cases.ts'),
    'scripts/mock/a.ts': uses('../engine/index.ts'),
    'scripts/engine/a.ts': uses('../door/index.ts'),
    'scripts/engine/b.ts': uses('../cli/project.ts'),
    'scripts/door/a.ts': usesType('../engine/index.ts'),
    'scripts/judge/a.ts': usesType('../door/index.ts'),
    'scripts/judge/drift/a.ts': usesType('../../report/index.ts'),
    'scripts/judge/rfc/a.ts': uses('../../postman/index.ts'),
    'scripts/report/a.ts': uses('../judge/rules.ts'),
    'scripts/report/html/a.ts': usesType('../../judge/rules.ts'),
    'scripts/store/a.ts': usesType('../cli/project.ts'),
    'providers/a.ts': uses('../scripts/oauth/probe.ts'),
    'scripts/oauth/a.ts': uses('../mock/index.ts'),
    'scripts/oauth/client-auth/a.ts': usesType('../../postman/index.ts'),
    'scripts/model/a.ts': usesType('../oauth/read.ts'),
    'test/servers/a.ts': uses('../../scripts/oauth/read.ts'),
    'test/golden/a.ts': usesType('../../scripts/model/case.ts'),
  };
  const allowed = {
    'scripts/judge/b.ts': uses('../model/pointer.ts'),
    'scripts/judge/c.ts': usesType('../oauth/faults.ts'),
    'scripts/judge/d.ts': uses('./finding.ts'),
    'scripts/judge/drift/b.ts': uses('../findings.ts'),
    'scripts/judge/drift/c.ts': uses('../../model/pointer.ts'),
    'scripts/report/html/b.ts': uses('../reading.ts'),
    'scripts/report/html/c.ts': usesType('../../model/report.ts'),
    'scripts/oauth/client-auth/b.ts': uses('../template.ts'),
    'scripts/oauth/client-auth/c.ts': usesType('../../model/case.ts'),
    'scripts/cli/a.ts': uses('../judge/index.ts'),
  };
  expect(refusedBy('noRestrictedImports', { ...refused, ...allowed }).toSorted()).toEqual(
    Object.keys(refused).toSorted(),
  );
});

test('only the entry reads the environment of the process', () => {
  const reads = "export const home = process.env['HOME'];\n";
  const files = { 'scripts/report/a.ts': reads, 'scripts/cli/a.ts': reads, 'scripts/cli.ts': reads };
  expect(refusedBy('noProcessEnv', files).toSorted()).toEqual(['scripts/cli/a.ts', 'scripts/report/a.ts']);
});

test('only one file knows what a mask looks like', () => {
  const files = readdirSync(join(thisProject.root, 'scripts'), { recursive: true, encoding: 'utf8' });
  const knowing = files
    .filter((file) => file.endsWith('.ts'))
    .filter((file) => /[‹›]/.test(readFileSync(join(thisProject.root, 'scripts', file), 'utf8')));
  expect(knowing.map((file) => file.replaceAll('\\', '/'))).toEqual(['model/mask.ts']);
});
