// Passkeys, with an authenticator that chromium plays: added with the password, signed in with, listed,
// refused elsewhere, taken away.

import { must } from './walk.mjs';
import { ANN } from './guard.mjs';

export async function passkeys(walk) {
  // Browsers make keys for names, not for numbers.
  const page = await walk.page({ baseURL: walk.newsroom.base.replace('127.0.0.1', 'localhost') });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: { protocol: 'ctap2', transport: 'internal', hasResidentKey: true, hasUserVerification: true, isUserVerified: true, automaticPresenceSimulation: true },
  });
  await page.goto('/sign-in?next=/account');
  await page.getByLabel('Name or e-mail').fill(ANN.name);
  await page.getByLabel('Password').fill(ANN.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/account');
  await walk.step('a passkey is added only with the password', async () => {
    await page.getByLabel('Name of the passkey').fill('Test phone');
    await page.getByLabel('Your password').first().fill('not the password');
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.getByRole('alert').waitFor();
    must((await page.getByText('Test phone').count()) === 0, 'added');
    await devtools.send('WebAuthn.clearCredentials', { authenticatorId });
    await page.goto('/account');
    await page.getByLabel('Name of the passkey').fill('Test phone');
    await page.getByLabel('Your password').first().fill(ANN.password);
    await page.getByRole('button', { name: 'Add a passkey' }).click();
    await page.waitForURL('**/account#passkeys');
    await page.getByText('Test phone').waitFor();
  }, page);
  await walk.accessible('account with a passkey', page);
  await walk.shot(page, 'passkeys');
  const out = async () => {
    await page.goto('/account');
    await page.getByRole('button', { name: 'Sign out here' }).click();
    await page.goto('/sign-in?next=/account');
  };
  await walk.step('one signs in with it, without name and password', async () => {
    await out();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL((url) => url.pathname === '/account');
    must(await page.getByText(/last used/).isVisible(), 'not noted');
  }, page);
  await walk.step('an answer works once', async () => {
    await out();
    let body = '';
    await page.route('**/sign-in/passkey', async (route) => {
      if (route.request().method() === 'POST') body = route.request().postData();
      await route.continue();
    });
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.waitForURL((url) => url.pathname === '/account');
    const again = await fetch(`${walk.newsroom.base}/sign-in/passkey`, {
      method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded' }, redirect: 'manual',
    });
    must(again.status === 401, `status ${again.status}`);
    must(again.headers.get('set-cookie') === null, 'a session');
  }, page);
  await walk.step('taken away, it opens nothing', async () => {
    await page.goto('/account');
    await page.getByRole('button', { name: 'Take it away: Test phone' }).click();
    await page.waitForURL('**/account#passkeys');
    await out();
    await page.getByRole('button', { name: 'Sign in with a passkey' }).click();
    await page.getByRole('alert').waitFor();
    must(page.url().includes('/sign-in'), 'let in');
  }, page);
  await walk.step('without scripts nobody is offered what cannot work', async () => {
    const plain = await walk.page({ javaScriptEnabled: false });
    await plain.goto('/sign-in');
    must(!(await plain.getByRole('button', { name: 'Sign in with a passkey' }).isVisible()), 'offered');
    await plain.context().close();
  });
  await page.context().close();
}
