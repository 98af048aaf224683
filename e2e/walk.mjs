// A walk through the pages: numbered steps, each of which holds or fails with its reason.

import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

export class Walk {
  constructor({ browser, newsroom, mail, shots, failShots }) {
    Object.assign(this, { browser, newsroom, mail, shots, failShots, held: 0, failed: [], complaints: [] });
  }

  /** A page in a browser of its own; what the browser complains of (CSP, errors) is gathered. */
  async page(options = {}) {
    const context = await this.browser.newContext({ baseURL: this.newsroom.base, ...options });
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on('console', (message) => {
      const expected = /Failed to load resource: the server responded with a status of (4|5)\d\d/;
      // Pictures lie with their outlets, and the bundled wire's outlets are invented.
      const elsewhere = /^https?:/.test(message.location().url) && !message.location().url.startsWith(this.newsroom.base);
      const unknown = elsewhere && message.text().includes('ERR_NAME_NOT_RESOLVED');
      if (message.type() === 'error' && !expected.test(message.text()) && !unknown) this.complaints.push(message.text());
    });
    page.on('pageerror', (error) => this.complaints.push(String(error)));
    return page;
  }

  /** One thing that must hold. `does` throws or gives false when it does not. */
  async step(what, does, page) {
    try {
      if ((await does()) === false) throw new Error('it does not hold');
      this.held += 1;
      console.log(`  ok    ${what}`);
    } catch (error) {
      this.fail(what, error);
      const name = what.replace(/\W+/g, '-').slice(0, 60);
      await page?.screenshot({ path: `${this.failShots}failed-${name}.png`, fullPage: true }).catch(() => {});
    }
  }

  fail(what, error) {
    this.failed.push(what);
    console.log(`  FAIL  ${what}\n        ${String(error?.message ?? error).split('\n').slice(0, 6).join('\n        ')}`);
  }

  async shot(page, name) {
    if (this.shots) await page.screenshot({ path: `${this.shots}${name}.png`, fullPage: true });
  }

  /** Nothing serious by axe's rules, nothing wider than the screen. */
  async accessible(name, page) {
    await this.step(`${name}: axe finds nothing serious`, async () => {
      const found = await page.evaluate(`${axe}; axe.run(document)`);
      must(found.passes.length > 5, 'axe looked at nothing');
      const serious = found.violations.filter((v) => ['serious', 'critical'].includes(v.impact));
      if (serious.length === 0) return true;
      throw new Error(serious.map((v) => `${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`).join('\n'));
    }, page);
    await this.step(`${name}: nothing is wider than the screen`, async () => {
      const [wide, screen] = await page.evaluate('[document.documentElement.scrollWidth, window.innerWidth]');
      if (wide > screen) throw new Error(`${wide} px on a screen of ${screen}`);
    }, page);
  }

  report() {
    for (const text of new Set(this.complaints)) this.fail('the browser has nothing to complain of', text);
    console.log(`${this.held} held, ${this.failed.length} failed`);
    return this.failed.length === 0 ? 0 : 1;
  }
}

export function must(condition, otherwise) {
  if (!condition) throw new Error(otherwise);
}
