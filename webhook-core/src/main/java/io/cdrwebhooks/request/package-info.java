/// Requests of receivers: for a fresh link to a report, and for a list of reports.
@NullMarked
package io.cdrwebhooks.request;

import org.jspecify.annotations.NullMarked;
