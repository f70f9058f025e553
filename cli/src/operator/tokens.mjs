// Addresses and tokens that a person gives. No message of this file contains a token.
import { UsageError } from '../failures.mjs';
import { httpUrl } from '../options.mjs';

const LOOPBACK = /^(127\.\d+\.\d+\.\d+|localhost|\[::1\])$/;
const JWT = /^[\w-]+\.[\w-]+\.[\w-]*$/;

/** The origin of an address of the API or its console. A token travels over https, or stays on this machine. */
export function apiOrigin(text, name = 'the address of the API') {
  const url = httpUrl(text, name);
  if (!isSafe(url)) throw new UsageError(`${name} must be https, except on this machine: ${text}`);
  return url.origin;
}

export function isSafe(url) {
  return url.protocol === 'https:' || (url.protocol === 'http:' && LOOPBACK.test(url.hostname));
}

export function tokenText(text) {
  const token = text.trim().replace(/^Bearer\s+/i, '');
  if (!JWT.test(token)) throw new UsageError('the token is not a JSON Web Token: three parts with dots between them');
  return token;
}

/** Reads { expiresAt, scopes } from a token without verifying it. Without an expiry, expiresAt is null. */
export function claimsOf(token) {
  try {
    const { exp, scope, scp } = JSON.parse(Buffer.from(token.split('.')[1], 'base64url').toString());
    const scopes = [scope ?? scp ?? []].flat().join(' ');
    return { expiresAt: typeof exp === 'number' ? new Date(exp * 1000).toISOString() : null, scopes };
  } catch {
    return { expiresAt: null, scopes: '' };
  }
}
