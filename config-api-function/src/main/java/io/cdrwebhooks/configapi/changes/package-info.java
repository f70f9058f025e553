/// Records every change before it takes effect, sends a notice if the change affects a receiver,
/// and shows the records.
@NullMarked
package io.cdrwebhooks.configapi.changes;

import org.jspecify.annotations.NullMarked;
