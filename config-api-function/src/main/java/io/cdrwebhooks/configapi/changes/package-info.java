/// Records every change before it takes effect, sends a notice if it concerns a receiver, and shows
/// the records.
@NullMarked
package io.cdrwebhooks.configapi.changes;

import org.jspecify.annotations.NullMarked;
