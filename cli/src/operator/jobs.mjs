// The jobs that the API starts; they go on whether the tool watches or not.
import { setTimeout as pause } from 'node:timers/promises';

const LOOK_MILLIS = 1000;

/**
 * Watches a job from its start to its end, unless the person does not want to wait. Returns the job as last read.
 * `path` is the path of its kind of jobs, and `named` their name.
 */
export async function watched(api, begun, { path, named }, { json, 'no-wait': leave }, io) {
  let job = begun;
  const stop = leave ? undefined : io.stop; // read before the line that promises what Ctrl-C does
  if (!json) {
    const kind = named[0].toUpperCase() + named.slice(1);
    io.error(`${kind} ${job.id} has started${leave ? '' : `; Ctrl-C stops watching, not the ${named}`}.`);
  }
  while (!leave && job.status === 'RUNNING' && (await paused(stop))) {
    job = (await api.get(`${path}/${job.id}`, `${named} ${job.id}`)).body;
  }
  return job;
}

async function paused(signal) {
  try {
    await pause(LOOK_MILLIS, undefined, { signal });
    return true;
  } catch {
    return false;
  }
}
