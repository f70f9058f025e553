/// A receiver as a customer would write one. It checks the signature, answers, and fetches and
/// keeps the report.
@NullMarked
package io.cdrwebhooks.local.receiver;

import org.jspecify.annotations.NullMarked;
