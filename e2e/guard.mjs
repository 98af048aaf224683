// What holds before anybody is signed in: headers, closed doors, set-up, sign-in.

import { must } from './walk.mjs';

export const ANN = { display: 'Ann Ode', name: 'ann', password: 'a long enough sentence' };

export async function guard(walk) {
  const { base, token } = walk.newsroom;
  await walk.step('every answer carries the security headers', async () => {
    for (const path of ['/', '/about', '/sign-in', '/nothing-here', '/feed.atom']) {
      const { headers } = await fetch(base + path);
      const policy = headers.get('content-security-policy') ?? '';
      must(policy.includes("default-src 'none'") && policy.includes("frame-ancestors 'none'"), `${path}: ${policy}`);
      must(!policy.includes('unsafe-inline'), path);
      must(headers.get('x-content-type-options') === 'nosniff', path);
      must(headers.get('referrer-policy'), path);
    }
  });
  await walk.step('the desk is shut to strangers', async () => {
    for (const path of ['/desk', '/desk/story/1', '/desk/trail', '/desk/people']) {
      const answer = await fetch(base + path, { redirect: 'manual' });
      must(answer.status === 303 && answer.headers.get('location').startsWith('/sign-in'), `${path}: ${answer.status}`);
    }
    const forged = await fetch(`${base}/desk/story/1/kill`, { method: 'POST', body: new URLSearchParams({ note: 'x' }), redirect: 'manual' });
    must(forged.status === 303, `kill: ${forged.status}`);
  });
  const post = (path, fields, headers = {}) =>
    fetch(base + path, { method: 'POST', body: new URLSearchParams(fields), headers, redirect: 'manual' });
  await walk.step('set-up refuses a wrong token, a short password and forms from elsewhere', async () => {
    must((await post('/set-up', { ...ANN, key: 'wrong' })).status === 422, 'wrong token');
    must((await post('/set-up', { ...ANN, key: token, password: 'short' })).status === 422, 'short password');
    const elsewhere = await post('/set-up', { ...ANN, key: token }, { origin: 'http://evil.example' });
    must(elsewhere.status === 403, `from elsewhere: ${elsewhere.status}`);
  });
  const page = await walk.page();
  await page.goto(`/set-up?token=${token}`);
  await walk.accessible('set-up', page);
  await walk.shot(page, 'set-up');
  await walk.step('the first account is made with the link', async () => {
    await page.getByLabel('Your name, as you sign stories').fill(ANN.display);
    await page.getByLabel('Name to sign in with').fill(ANN.name);
    await page.getByLabel('Password').fill(ANN.password);
    await page.getByRole('button', { name: 'Make the account' }).click();
    await page.waitForURL('**/desk');
    must(await page.getByText(ANN.display).isVisible(), 'the name is not shown');
  }, page);
  await walk.step('the link works once', async () => {
    must((await post('/set-up', { ...ANN, name: 'eve', key: token })).status === 422, 'used twice');
  });
  await walk.step('signing out and in again', async () => {
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.goto('/desk');
    await walk.accessible('sign-in', page);
    await page.getByLabel('Name or e-mail').fill('ANN');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    must(await page.getByRole('alert').isVisible(), 'a wrong password is not told');
    await page.getByLabel('Password').fill(ANN.password);
    await page.getByRole('button', { name: 'Sign in', exact: true }).click();
    await page.waitForURL('**/desk');
  }, page);
  await walk.step('a wrong name and a wrong password are told alike', async () => {
    const said = async (name) => (await (await post('/sign-in', { name, password: 'wrong wrong wrong' })).text()).replaceAll(name, '');
    must((await said('ann')) === (await said('nobody-of-that-name')), 'they differ');
  });
  await walk.step('too many wrong passwords shut the door', async () => {
    let status = 0;
    for (let i = 0; i < 12 && status !== 429; i += 1) {
      ({ status } = await post('/sign-in', { name: 'bob', password: `wrong password ${i}` }));
    }
    must(status === 429, `status ${status}`);
  });
  walk.state = await page.context().storageState();
  await page.context().close();
}
