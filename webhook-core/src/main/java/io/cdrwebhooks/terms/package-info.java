/// The terms between a webhook configuration and its receiver: limits, payload version, protection
/// of links, the receiver's own requests, and notices.
@NullMarked
package io.cdrwebhooks.terms;

import org.jspecify.annotations.NullMarked;
