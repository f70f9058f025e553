// Finds configurations, tasks and deliveries by the names that a person gives.
import { UsageError } from '../failures.mjs';
import { notFound } from './exits.mjs';
import { visible } from './words.mjs';

const CONFIGURATION = /^cfg_[0-9a-f]{32}$/;
const DELIVERY = /^dlv_[0-9a-f]{32}$/;

/** Finds a configuration by its name (ignoring case), its id, or the beginning of its id; returns the id. */
export async function configurationId(api, given) {
  if (CONFIGURATION.test(given)) return given;
  const all = await everyConfiguration(api);
  const wanted = given.trim().toLowerCase();
  const named = all.filter(({ name }) => name.toLowerCase() === wanted);
  const found = named.length > 0 ? named : all.filter(({ id }) => wanted.startsWith('cfg_') && id.startsWith(wanted));
  if (found.length === 1) return found[0].id;
  const names = (found.length > 0 ? found : all).map(({ name }) => name).join(', ');
  throw found.length > 1
    ? new UsageError(`${visible(given)} is the beginning of several ids: ${visible(names)}`)
    : notFound(`there is no configuration ${visible(given)}; configurations: ${visible(names) || 'none'}`);
}

export function everyConfiguration(api) {
  return collected(api.items('/webhook-configurations', 'configurations', { limit: 100 }));
}

/** Reads an iterator into an array of at most `most` items. */
export async function collected(items, most = Infinity) {
  const all = [];
  if (most === 0) return all;
  for await (const item of items) {
    all.push(item);
    if (all.length >= most) break;
  }
  return all;
}

export function deliveryId(given) {
  if (!DELIVERY.test(given))
    throw new UsageError(`not the id of a delivery (dlv_ and 32 hex digits): ${visible(given)}`);
  return given;
}
