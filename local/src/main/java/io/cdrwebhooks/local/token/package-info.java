/// The tokens of the local API: their issuer, the same check as in API Gateway, and the codes that
/// the console exchanges for a token.
@NullMarked
package io.cdrwebhooks.local.token;

import org.jspecify.annotations.NullMarked;
