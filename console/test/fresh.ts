import { vi } from 'vitest';

// All files run in the same processes, which load the libraries once. Each begins with new modules of the console.
process.env.TZ = 'UTC';
vi.resetModules();
