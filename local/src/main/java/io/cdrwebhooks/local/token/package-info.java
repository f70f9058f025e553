/// The tokens of the local API: their issuer, their check as in API Gateway, and the codes that the
/// console exchanges for one.
@NullMarked
package io.cdrwebhooks.local.token;

import org.jspecify.annotations.NullMarked;
