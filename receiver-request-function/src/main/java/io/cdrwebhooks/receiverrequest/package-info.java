/// Answers requests that receivers sign with a configuration's Signature: for fresh links to
/// reports, for lists of them, and for statements.
@NullMarked
package io.cdrwebhooks.receiverrequest;

import org.jspecify.annotations.NullMarked;
