// Asks the browser for a passkey and fills a form with its answer; the form does the rest. Forms that
// need it are hidden until this runs.

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');

async function questions(path) {
  const answer = await fetch(path, { headers: { accept: 'application/json' } });
  if (!answer.ok || answer.redirected) throw new Error('Load the page again and try once more.');
  return answer.json();
}

async function add(form) {
  const options = await questions('/account/passkeys');
  form.handle.value = options.user.id;
  options.challenge = bytes(options.challenge);
  options.user.id = bytes(options.user.id);
  for (const known of options.excludeCredentials) known.id = bytes(known.id);
  const made = await navigator.credentials.create({ publicKey: options });
  form.client.value = text(made.response.clientDataJSON);
  form.data.value = text(made.response.getAuthenticatorData());
}

async function enter(form) {
  const options = await questions('/sign-in/passkey');
  options.challenge = bytes(options.challenge);
  const given = await navigator.credentials.get({ publicKey: options });
  form.elements.namedItem('id').value = text(given.rawId);
  form.handle.value = text(given.response.userHandle ?? new ArrayBuffer(0));
  form.client.value = text(given.response.clientDataJSON);
  form.data.value = text(given.response.authenticatorData);
  form.signature.value = text(given.response.signature);
}

function told(error) {
  if (error.name === 'SecurityError') {
    return location.hostname === '127.0.0.1'
      ? `Passkeys need a name: open ${location.href.replace('127.0.0.1', 'localhost')}`
      : 'This site is not set up for passkeys at this address.';
  }
  if (error.name === 'InvalidStateError') return 'This device has a passkey for the account already.';
  if (error.name === 'NotAllowedError') return 'No passkey was chosen.';
  return error.message || 'That did not work.';
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const status = form.querySelector('[role=status]');
    status.textContent = '';
    try {
      await (form.dataset.passkey === 'add' ? add(form) : enter(form));
      form.submit();
    } catch (error) {
      status.textContent = told(error);
    }
  });
}
