/// Requests of receivers: for a fresh link to a report, for lists of reports, and receipts.
@NullMarked
package io.cdrwebhooks.request;

import org.jspecify.annotations.NullMarked;
