// Takes the colours that the user chose in the console, or else those of the system.
const system = window.matchMedia('(prefers-color-scheme: dark)');

function show() {
  let chosen = 'auto';
  try {
    chosen = window.localStorage.getItem('mantine-color-scheme-value') ?? 'auto';
  } catch {
    // A browser that stores nothing shows the colours of the system.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && system.matches);
  const page = window.document.documentElement;
  page.dataset.mantineColorScheme = dark ? 'dark' : 'light';
  // Swagger UI has a name of its own for it.
  page.classList.toggle('dark-mode', dark);
}

show();
system.addEventListener('change', show);
window.addEventListener('storage', show);
