/// The watch over tasks that should have produced a report by now.
@NullMarked
package io.cdrwebhooks.dispatch.overdue;

import org.jspecify.annotations.NullMarked;
