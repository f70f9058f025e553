import { createTheme } from '@mantine/core';

/** The theme of the console. The build writes its CSS variables into a static file. */
export const theme = createTheme({
  primaryColor: 'indigo',
  // Shades on which white text has a contrast of at least 4.5:1.
  primaryShade: { light: 7, dark: 8 },
  defaultRadius: 'md',
  respectReducedMotion: true,
  colors: {
    dark: [
      '#d7dbe4',
      '#b9c0cd',
      '#9ea7b8',
      '#788296',
      '#424a5a',
      '#333a48',
      '#262c37',
      '#1b2029',
      '#141820',
      '#0d1016',
    ],
  },
  headings: {
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '1.625rem', lineHeight: '1.25' },
      h2: { fontSize: '1.125rem', lineHeight: '1.35' },
      h3: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  components: {
    Paper: { defaultProps: { withBorder: true } },
    // lockScroll would need a <style> element; global.css locks the scrolling.
    Modal: {
      defaultProps: { lockScroll: false, radius: 'lg', padding: 'lg' },
      styles: { title: { fontSize: '1.125rem', fontWeight: 650 } },
    },
    // Field names stay exactly as in the specification, without a star.
    InputWrapper: { defaultProps: { withAsterisk: false } },
    Drawer: { defaultProps: { lockScroll: false } },
    Select: { defaultProps: { checkIconPosition: 'right' } },
    Badge: {
      defaultProps: {
        variant: 'light',
        radius: 'sm',
        size: 'lg',
        tt: 'none',
        fw: 600,
        miw: 'max-content',
      },
    },
    Alert: { defaultProps: { variant: 'light', radius: 'md' } },
  },
});
