/// <reference types="vitest/config" />
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
    // The Content-Security-Policy allows neither data: for scripts and fonts, nor anything inline.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    chunkSizeWarningLimit: 700,
    // The licences of the bundled packages are part of the bundle.
    license: { fileName: 'licences.md' },
    target: 'es2022',
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Only the overview draws charts.
            { name: 'plot', test: /node_modules\/uplot/, priority: 2 },
            // Only sign-in and sign-out at an issuer need it.
            { name: 'issuer', test: /node_modules\/oauth4webapi/, priority: 2 },
            // This file changes with the version of a dependency, not with that of the console.
            { name: 'libraries', test: /node_modules/, priority: 1 },
          ],
        },
      },
    },
  },
  test: { isolate: false, setupFiles: 'test/fresh.ts' },
  server: {
    // The page that shows how to verify imports files of the receiver kit.
    fs: { allow: ['..'] },
    // The proxy passes requests on to a running "make run", so this server imitates nothing.
    proxy: { '/bulk': system, '/local': system, '/docs': system },
  },
});
