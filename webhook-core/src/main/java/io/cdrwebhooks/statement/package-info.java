/// Daily statements for receivers: what was recorded for a configuration on one day.
@NullMarked
package io.cdrwebhooks.statement;

import org.jspecify.annotations.NullMarked;
