/// What a webhook configuration agrees with its receiver: limits, payload version, protection of
/// links, and the receiver's own requests.
@NullMarked
package io.cdrwebhooks.terms;

import org.jspecify.annotations.NullMarked;
