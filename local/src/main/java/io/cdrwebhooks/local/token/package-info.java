/// The tokens of the local API: who issues them, who checks them as API Gateway does, and the codes
/// that the console trades for one.
@NullMarked
package io.cdrwebhooks.local.token;

import org.jspecify.annotations.NullMarked;
