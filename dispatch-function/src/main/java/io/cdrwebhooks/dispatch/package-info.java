/// The dispatch function: from an arrived report to a signed request and its record.
@NullMarked
package io.cdrwebhooks.dispatch;

import org.jspecify.annotations.NullMarked;
