/// The function that answers requests which receivers sign with a configuration's Signature: for
/// fresh links to reports, lists of reports, and statements.
@NullMarked
package io.cdrwebhooks.receiverrequest;

import org.jspecify.annotations.NullMarked;
