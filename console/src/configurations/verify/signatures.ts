const UTF8 = new TextEncoder();

/** The value of X-CDR-Signature: base64 of HMAC-SHA512 over the body, keyed with the Signature's UTF-8 bytes. */
export function xCdrSignature(signature: string, body: string): Promise<string> {
  return hmac('SHA-512', signature, body);
}

/** The value of webhook-signature, as Standard Webhooks defines it. */
export async function webhookSignature(
  signature: string,
  message: { id: string; timestamp: string; body: string },
): Promise<string> {
  return `v1,${await hmac('SHA-256', signature, `${message.id}.${message.timestamp}.${message.body}`)}`;
}

async function hmac(hash: string, signature: string, message: string): Promise<string> {
  const key = await crypto.subtle.importKey(
    'raw',
    UTF8.encode(signature),
    { name: 'HMAC', hash },
    false,
    ['sign'],
  );
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, UTF8.encode(message)));
  return btoa(String.fromCharCode(...bytes));
}
