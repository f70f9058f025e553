/// A receiver as a customer would write one: checks the signature, answers, fetches the report,
/// keeps it.
@NullMarked
package io.cdrwebhooks.local.receiver;

import org.jspecify.annotations.NullMarked;
