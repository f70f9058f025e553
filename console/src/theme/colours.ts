import type { CSSVariablesResolver } from '@mantine/core';

/** Replaces Mantine's colours that are too faint for text (WCAG AA, 4.5:1), and adds the console's own. */
export const colours: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-text': '#1a1f2b',
    '--mantine-color-dimmed': '#56606f',
    '--mantine-color-placeholder': '#667080',
    '--mantine-color-error': 'var(--mantine-color-red-9)',
    // Also on a row under the pointer.
    '--mantine-color-anchor': 'var(--mantine-color-indigo-8)',
    '--mantine-color-default-border': '#cfd5de',
    '--mantine-color-indigo-light-hover': '#d5deff',
    '--mantine-color-teal-light-color': '#05543c',
    '--mantine-color-orange-light-color': '#8a3203',
    '--mantine-color-yellow-light-color': '#7a4100',
    '--mantine-color-red-light-color': '#a61e1e',
    '--page': '#f5f6f9',
    '--sunken': '#f1f3f7',
    '--line': '#e2e6ec',
    '--chart-good': '#0ca678',
    '--chart-bad': '#e03131',
    '--chart-line': '#3b5bdb',
    '--chart-other': '#e8590c',
    '--chart-muted': '#adb5c2',
  },
  dark: {
    '--mantine-color-dimmed': 'var(--mantine-color-dark-2)',
    '--mantine-color-placeholder': 'var(--mantine-color-dark-2)',
    '--mantine-color-error': 'var(--mantine-color-red-4)',
    '--page': 'var(--mantine-color-dark-8)',
    '--sunken': 'var(--mantine-color-dark-8)',
    '--line': 'var(--mantine-color-dark-5)',
    '--chart-good': '#38d9a9',
    '--chart-bad': '#ff6b6b',
    '--chart-line': '#91a7ff',
    '--chart-other': '#ffa94d',
    '--chart-muted': '#5c667a',
  },
});
