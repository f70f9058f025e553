/// The operation that reads counts, and what is overdue.
@NullMarked
package io.cdrwebhooks.configapi.statistics;

import org.jspecify.annotations.NullMarked;
