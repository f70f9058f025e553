import {
  convertCssVariables,
  defaultCssVariablesResolver,
  mergeMantineTheme,
  DEFAULT_THEME,
} from '@mantine/core';
import type { Plugin } from 'vite';
import { colours } from '../src/theme/colours.ts';
import { theme } from '../src/theme/theme.ts';

const NAME = 'virtual:theme-variables.css';

/**
 * The theme's CSS variables as a static file: Mantine would write them into a <style> element at
 * run time, which the Content-Security-Policy forbids.
 */
export function themeVariables(): Plugin {
  return {
    name: 'theme-variables',
    resolveId: (id) => (id === NAME ? `\0${NAME}` : undefined),
    load: (id) => (id === `\0${NAME}` ? css() : undefined),
    // The documentation has the same colours, without the console's script.
    generateBundle() {
      this.emitFile({ type: 'asset', fileName: 'theme.css', source: css() });
    },
  };
}

function css(): string {
  const merged = mergeMantineTheme(DEFAULT_THEME, theme);
  const standard = defaultCssVariablesResolver(merged);
  const ours = colours(merged);
  return convertCssVariables({
    variables: { ...standard.variables, ...ours.variables },
    light: { ...standard.light, ...ours.light },
    dark: { ...standard.dark, ...ours.dark },
  });
}
