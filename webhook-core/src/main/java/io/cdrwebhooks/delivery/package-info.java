/// One report for one configuration: its record, its attempts, the signed request and what came
/// back.
@NullMarked
package io.cdrwebhooks.delivery;

import org.jspecify.annotations.NullMarked;
