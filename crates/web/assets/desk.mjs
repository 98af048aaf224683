// Niceties of the desk. Everything works without this file.
//   j, k   the next, the previous sentence
//   e      edit
// and a question before a page with unsaved words is left.

document.documentElement.classList.add('js');

const rows = () => [...document.querySelectorAll('.row')];
const isTyping = (at) => at instanceof Element && at.closest('input, textarea, select, button') !== null;

function step(by) {
  const all = rows();
  const here = document.activeElement?.closest('.row');
  const at = here ? all.indexOf(here) + by : by > 0 ? 0 : all.length - 1;
  const next = all[Math.max(0, Math.min(at, all.length - 1))];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'nearest' });
}

document.addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  if (event.key === 'j') step(1);
  else if (event.key === 'k') step(-1);
  else if (event.key === 'e') document.querySelector('[data-key="e"]')?.click();
});

const guarded = document.querySelector('form[data-guard]');
if (guarded) {
  let changed = false;
  guarded.addEventListener('input', () => { changed = true; });
  guarded.addEventListener('submit', () => { changed = false; });
  window.addEventListener('beforeunload', (event) => { if (changed) event.preventDefault(); });
}

// What was refused is the first thing to read.
document.getElementById('refused')?.focus();
