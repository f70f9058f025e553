/// Daily statements for receivers: the reports that were recorded for a configuration on one day.
@NullMarked
package io.cdrwebhooks.statement;

import org.jspecify.annotations.NullMarked;
