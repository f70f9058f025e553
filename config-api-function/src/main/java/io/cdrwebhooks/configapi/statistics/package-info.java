/// The operation that reads counts and overdue work.
@NullMarked
package io.cdrwebhooks.configapi.statistics;

import org.jspecify.annotations.NullMarked;
