// Uses the colours that the user chose in the console, or else those of the operating system.
const system = window.matchMedia('(prefers-color-scheme: dark)');

function show() {
  let chosen = 'auto';
  try {
    chosen = window.localStorage.getItem('mantine-color-scheme-value') ?? 'auto';
  } catch {
    // Without storage in the browser, the page has the colours of the operating system.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && system.matches);
  const page = window.document.documentElement;
  page.dataset.mantineColorScheme = dark ? 'dark' : 'light';
  // Swagger UI uses another name for the dark colours.
  page.classList.toggle('dark-mode', dark);
}

show();
system.addEventListener('change', show);
window.addEventListener('storage', show);
