// The ledger read off its pages: who supplies Russia, says who, who disputes it, in which order.

import { must } from './walk.mjs';
import { until } from './newsroom.mjs';

export async function ledger(walk) {
  const page = await walk.page();
  await walk.step('the ranking of the seed story comes out, with who says so', async () => {
    await until(async () => {
      await page.goto('/ledger?for=Russia&deeds=supplies&kind=military&by=origins');
      return (await page.locator('.ranks tbody tr').count()) > 2;
    }, 'the wire in the ledger');
    const order = await page.locator('.ranks tbody th').allInnerTexts();
    must(order[0] === 'North Korea' && order[1] === 'Iran', order.join(', '));
    must(order.indexOf('China') > 1, 'China is not ranked');
    must(order.at(-1) === 'Unknown', 'what nobody is named for has no row');
    const says = await page.locator('section.stands').first().locator('.teller').allInnerTexts();
    for (const name of ['Kyrylo Budanov', 'Shin Won-sik', 'Defense Intelligence Agency']) must(says.includes(name), `${name} does not say so`);
    must((await page.locator('section.stands').first().locator('.disputes .teller').allInnerTexts()).includes('North Korea'), 'nobody disputes it');
    const count = Number(await page.locator('.ranks tbody tr').first().locator('td a').first().innerText());
    must(count >= 8 && says.length >= count, `${count} first tellers, ${says.length} listed`);
  }, page);
  await walk.step('ranks in words stand beside the computed order', async () => {
    const said = await page.locator('.said > li').allInnerTexts();
    must(said.some((t) => /North Korea above China as ally/.test(t) && /agrees/.test(t)), said.join(' | '));
    must(said.some((t) => /China above North Korea as partner/.test(t) && /another matter/.test(t)), 'the economist is not heard');
  }, page);
  await walk.accessible('ledger', page);
  await walk.shot(page, 'ledger');
  await walk.step('as known on 1 July, later reports are left out', async () => {
    const now = Number(await page.locator('.ranks tbody tr').first().locator('td a').first().innerText());
    await page.getByLabel('As known on').fill('2024-07-01');
    await page.getByRole('button', { name: 'Rank' }).click();
    const then = Number(await page.locator('.ranks tbody tr').first().locator('td a').first().innerText());
    must(then > 0 && then < now, `${then} then, ${now} now`);
    must(await page.getByText('As known on July 1, 2024').isVisible(), 'it does not say so');
    const days = await page.locator('.quotes time').evaluateAll((all) => all.map((t) => t.dateTime.slice(0, 10)));
    must(days.length > 0 && days.every((d) => d <= '2024-07-01'), days.join(' '));
  }, page);
  await walk.step('a day that is none is told', async () => {
    await page.goto('/ledger?for=Russia&as-of=yesterday');
    must(await page.getByRole('alert').getByText('is no day').isVisible(), 'not told');
  }, page);
  await walk.step('the relation has its timeline, its denials and its words', async () => {
    await page.goto('/ledger/country:PRK/country:RUS');
    must(await page.locator('svg.timeline-svg').isVisible(), 'no drawing');
    must((await page.locator('.denial').count()) > 0, 'no denial');
    const dates = await page.locator('.timeline > li > .date').allInnerTexts();
    must(dates.some((d) => d.startsWith('[')), 'nothing is marked as inferred');
    must((await page.locator('.rung').count()) > 2, 'no deeds');
  }, page);
  await walk.accessible('relation', page);
  await walk.shot(page, 'relation');
  await walk.step('June comes before July, and the wrong date is marked as disputed', async () => {
    await page.goto('/entity/country:PRK');
    const lines = await page.locator('.timeline > li').allInnerTexts();
    const pact = lines.findIndex((t) => t.startsWith('June 19, 2024'));
    const wrong = lines.findIndex((t) => t.startsWith('July 24, 2024'));
    must(pact >= 0 && wrong > pact, lines.map((l) => l.split('\n')[0]).join(', '));
  }, page);
  await walk.accessible('entity', page);
  await walk.shot(page, 'entity');
  for (const [name, at] of [['matrix', '/ledger/matrix'], ['sources', '/sources'], ['outlet', '/source/Baltic%20Foghorn']]) {
    await page.goto(at);
    await walk.accessible(name, page);
    await walk.shot(page, name);
  }
  await walk.step('a syndicated copy is no second voice', async () => {
    must(await page.getByText('Carries copies of reports by').isVisible(), 'the copy is not told');
  }, page);
  await page.context().close();
  const phone = await walk.page({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, colorScheme: 'dark' });
  for (const [name, at] of [['ledger', '/ledger'], ['relation', '/ledger/country:PRK/country:RUS'], ['matrix', '/ledger/matrix']]) {
    await phone.goto(at);
    await walk.accessible(`${name} on a phone in the dark`, phone);
    await walk.shot(phone, `phone-${name}`);
  }
  await phone.context().close();
  await putRight(walk);
}

/** An editor rejects a claim; readers see the count fall, and rise when it is undone. */
async function putRight(walk) {
  const page = await walk.page({ storageState: walk.state });
  const first = () => page.locator('.ranks tbody tr').nth(1).locator('td a').first().innerText();
  await walk.step('a claim is rejected, and the act undone', async () => {
    await page.goto('/ledger?for=Russia');
    const before = Number(await first());
    const iran = page.locator('section.stands').nth(1);
    await iran.getByRole('link', { name: 'claim', exact: true }).last().click();
    await page.getByLabel(/Why it does not count/).fill('Misread on purpose.');
    await page.getByRole('button', { name: 'Reject' }).click();
    await page.waitForURL('**/desk/ledger');
    await walk.accessible('acts', page);
    must(await page.getByText('Misread on purpose.').isVisible(), 'the act is not kept');
    await page.getByRole('button', { name: 'Undo' }).first().click();
    must(await page.getByText(/undone by Ann Ode/).isVisible(), 'not undone');
    await page.goto('/ledger?for=Russia');
    must(Number(await first()) === before, 'the count is another');
  }, page);
  await page.context().close();
}
