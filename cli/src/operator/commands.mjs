// The commands for operators, in the order in which `--help` lists them.
import { changes, whoami } from './changes.mjs';
import { attention } from './attention.mjs';
import { completion } from './completion.mjs';
import { configurations } from './configurations.mjs';
import { deliveries } from './deliveries.mjs';
import { exportDeliveries } from './export.mjs';
import { find } from './find.mjs';
import { login, logout } from './login.mjs';
import { recover } from './recover.mjs';
import { redeliver } from './redeliver.mjs';
import { retryNow } from './retry-now.mjs';
import { revokeLinks } from './revoke-links.mjs';
import { rotate } from './rotate.mjs';
import { tasks } from './tasks.mjs';
import { test } from './test.mjs';

export const operatorCommands = [
  login,
  logout,
  attention,
  configurations,
  tasks,
  find,
  deliveries,
  redeliver,
  recover,
  retryNow,
  revokeLinks,
  rotate,
  test,
  exportDeliveries,
  changes,
  whoami,
  completion,
];
