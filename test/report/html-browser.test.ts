import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { html } from '../../scripts/report/html/index.ts';
import { caseReport, providerReport } from './reports.ts';
import { everything, hostile, hostileText, longHistory, plainOptions } from './samples.ts';

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
// The browser must send nothing by itself: the tests count requests, and there may be no network.
const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Enough providers for a filter. */
const many = {
  ...everything,
  providers: [...everything.providers, providerReport([caseReport()], { id: 'echo', name: 'Echo' })],
};
const phone = { width: 360, height: 740 };
const desk = { width: 1280, height: 720 };

const title = executablePath === undefined ? 'in a browser (skipped: no Chromium is installed)' : 'in a browser';
describe.skipIf(executablePath === undefined)(title, () => {
  let folder = '';
  let browser: Browser;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'contracts-'));
    for (const [name, report] of Object.entries({ everything, hostile, many }))
      await writeFile(join(folder, `${name}.html`), html.render(report, { ...plainOptions, history: longHistory }));
    browser = await chromium.launch({ ...(executablePath !== undefined && { executablePath }), args });
  });
  afterAll(async () => {
    await browser?.close();
    await rm(folder, { recursive: true, force: true });
  });

  interface Visit {
    readonly page: Page;
    /** What the page requested apart from itself, and the messages of the browser's console. */
    readonly noise: string[];
  }

  /** A reader opens the file, and unfolds everything. */
  async function visit(name: 'everything' | 'hostile' | 'many', options: BrowserContextOptions = {}): Promise<Visit> {
    const context = await browser.newContext(options);
    const page = await context.newPage();
    const url = pathToFileURL(join(folder, `${name}.html`)).href;
    const noise: string[] = [];
    page.on('request', (request) => request.url() !== url && noise.push(request.url()));
    page.on('console', (message) => noise.push(message.text()));
    page.on('dialog', (dialog) => noise.push(dialog.message()));
    await page.goto(url);
    if (options.javaScriptEnabled !== false)
      await page.evaluate('document.querySelectorAll("details").forEach((one) => { one.open = true; })');
    return { page, noise };
  }

  /** A visit that several tests share, as it was at its start. */
  const visits = new Map<string, Promise<Visit>>();
  async function again(name: 'everything' | 'hostile' | 'many'): Promise<Visit> {
    const known = visits.get(name) ?? visit(name);
    visits.set(name, known);
    const { page } = await known;
    await page.setViewportSize(desk);
    await page.emulateMedia({ colorScheme: 'light' });
    return known;
  }

  // With the policy switched off too: the escaping alone must hold.
  test.each([false, true])('a hostile provider cannot do a thing (policy bypassed: %s)', async (bypassCSP) => {
    const { page, noise } = bypassCSP ? await visit('hostile', { bypassCSP }) : await again('hostile');
    expect(await page.evaluate('window.pwned')).toBeUndefined();
    expect(await page.locator('script, img, iframe, object, embed, link, form, base, [onerror], [style]').count()).toBe(
      0,
    );
    expect(await page.locator('main').innerText()).toContain(hostileText.slice(0, hostileText.indexOf('\n')));
    expect(await page.locator('meta[http-equiv="Content-Security-Policy"]').getAttribute('content')).toMatch(
      /^default-src 'none'; style-src 'sha256-/,
    );
    expect(noise).toEqual([]);
  });

  test('no serious barrier for anybody, in the light, in the dark or on paper', async () => {
    const { page } = await again('many');
    await page.evaluate(axe.source);
    const barriers = async (check: string): Promise<readonly string[]> => {
      const { violations }: axe.AxeResults = await page.evaluate(check);
      return violations.map(({ id, impact, nodes }) => `${impact} ${id}: ${nodes[0]?.html}`);
    };
    expect(await barriers("axe.run({ resultTypes: ['violations'] })")).toEqual([]);
    // Dark mode changes colours only.
    await page.emulateMedia({ colorScheme: 'dark' });
    expect(await barriers("axe.run({ resultTypes: ['violations'], runOnly: ['color-contrast'] })")).toEqual([]);
    await page.emulateMedia({ colorScheme: 'light', media: 'print' });
    expect(await barriers("axe.run({ resultTypes: ['violations'] })")).toEqual([]);
    await page.emulateMedia({ media: 'screen' });
  });

  test.each(['everything', 'hostile', 'many'] as const)('nothing to scroll sideways: %s', async (name) => {
    const { page } = await again(name);
    for (const size of [phone, desk]) {
      await page.setViewportSize(size);
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(size.width);
    }
  });

  test('from five providers on, a filter without JavaScript', async () => {
    const { page } = await visit('many', { javaScriptEnabled: false });
    const shown = () => page.locator('section.provider:visible h2').allInnerTexts();
    expect(await shown()).toEqual(['Acme', 'Bravo', 'Carol', 'Echo', 'Delta']);
    await page.getByLabel('Drifted (1)').check();
    expect([await shown(), await page.locator('.card:visible .name').allInnerTexts()]).toEqual([['Acme'], ['Acme']]);
    await page.getByLabel('Held (2)').check();
    expect(await shown()).toEqual(['Carol', 'Echo']);
    expect(await (await visit('everything')).page.locator('fieldset').count()).toBe(0);
  });

  test('what held is one line until somebody asks', async () => {
    const { page } = await visit('many', { javaScriptEnabled: false });
    const carol = page.locator('#provider-carol');
    expect(await carol.getByText('Every exchange').isVisible()).toBe(false);
    await carol.locator('summary').first().click();
    expect(await carol.getByText('Every exchange').isVisible()).toBe(true);
    expect(await page.getByText('Is Accept needed?').isVisible()).toBe(false);
  });

  test('on paper: the red providers with what differs, without exchanges and without those that held', async () => {
    const { page } = await visit('many', { javaScriptEnabled: false });
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('section.provider:visible h2').allInnerTexts()).toEqual(['Acme', 'Bravo']);
    expect(await page.locator('.change:visible').count()).toBe(3);
    expect(await page.locator('.exchange:visible, nav:visible, .curl:visible').count()).toBe(0);
    const pdf = await page.pdf({ format: 'A4' });
    expect(pdf.subarray(0, 5).toString()).toBe('%PDF-');
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b(?!s)/g)?.length).toBeLessThanOrEqual(4);
  });

  test('with the keyboard, without JavaScript', async () => {
    const { page } = await visit('everything', { javaScriptEnabled: false });
    await page.keyboard.press('Tab');
    expect(await page.locator('.skip:focus').count()).toBe(1);
    const fold = page.locator('details.exchange').first();
    await fold.locator('summary').first().focus();
    await page.keyboard.press('Enter');
    expect(await fold.locator('.curl').isVisible()).toBe(true);
  });

  test('the style is let in by the policy, and dark where the reader wants it dark', async () => {
    const { page } = await again('hostile');
    const ground = async (colorScheme: 'light' | 'dark'): Promise<unknown> => {
      await page.emulateMedia({ colorScheme });
      return page.evaluate('getComputedStyle(document.body).backgroundColor');
    };
    expect([await ground('light'), await ground('dark')]).toEqual(['rgb(255, 255, 255)', 'rgb(20, 23, 27)']);
  });
});
