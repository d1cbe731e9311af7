import { bench } from 'vitest';
import { casesOf } from '../../scripts/contract/cases.ts';
import { createLeakSearch, createRedactor } from '../../scripts/door/index.ts';
import { collectionText } from '../../scripts/postman/index.ts';
import { html } from '../../scripts/report/html/index.ts';
import { readSchemas } from '../../scripts/store/schemas.ts';
import { everything, longHistory, plainOptions } from '../report/samples.ts';
import { thisProject } from '../support/this-project.ts';

const { providers } = thisProject;
const schemas = await readSchemas(thisProject.root);
const secrets = ['a-client-secret-0123', 'another+secret/4567'].map((value) => ({ variable: 'clientSecret', value }));
const page = html.render(everything, { ...plainOptions, history: longHistory });
const fill = (size: number): string => page.repeat(Math.ceil(size / page.length)).slice(0, size);

bench('build the five collections', () => {
  for (const provider of providers) collectionText(provider, casesOf(provider), schemas);
});

const redactor = createRedactor({ secrets, key: new Uint8Array(32) });
const answer = fill(64 * 1024);
bench('mask an answer of 64 KB', () => {
  redactor.text(answer);
});

const leaks = createLeakSearch();
for (const secret of secrets) leaks.add(secret);
const report = fill(2 ** 20);
bench('search a report of 1 MB for what must not leave', () => {
  leaks.leaks(report);
});

bench('render the HTML report', () => {
  html.render(everything, { ...plainOptions, history: longHistory });
});
