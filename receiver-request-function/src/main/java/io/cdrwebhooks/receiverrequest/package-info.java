/// Answers requests that receivers sign with a configuration's Signature: for fresh links to
/// reports, and for lists of them.
@NullMarked
package io.cdrwebhooks.receiverrequest;

import org.jspecify.annotations.NullMarked;
