/// Logs: one line of JSON per event, searchable by event name and ids.
@NullMarked
package io.cdrwebhooks.log;

import org.jspecify.annotations.NullMarked;
