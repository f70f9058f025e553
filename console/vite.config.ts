import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { scriptBudget } from './build/script-budget.ts';
import { themeVariables } from './build/theme-variables.ts';

// The system compares Host with Origin, so the proxy must leave both.
const system = { target: process.env.CONSOLE_API ?? 'http://127.0.0.1:8080', changeOrigin: false };

export default defineConfig({
  base: '/console/',
  plugins: [react(), themeVariables(), scriptBudget()],
  build: {
    // The Content-Security-Policy has no data: for scripts and fonts, and no inline anything.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    // The licences of what is bundled come with it.
    license: { fileName: 'licences.md' },
    target: 'es2022',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Only the overview draws.
            { name: 'plot', test: /node_modules\/uplot/, priority: 2 },
            // Only signing in and out at an issuer needs it.
            { name: 'issuer', test: /node_modules\/oauth4webapi/, priority: 2 },
            // Changes with a dependency's version, not with the console's.
            { name: 'libraries', test: /node_modules/, priority: 1 },
          ],
        },
      },
    },
  },
  server: {
    // The page that shows how to verify imports files of the receiver kit.
    fs: { allow: ['..'] },
    // A running "make run" answers; nothing is imitated here.
    proxy: { '/bulk': system, '/local': system, '/docs': system },
  },
});
