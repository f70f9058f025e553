/// Deliveries: the record of one report for one configuration, its attempts, the signed request and
/// the answer.
@NullMarked
package io.cdrwebhooks.delivery;

import org.jspecify.annotations.NullMarked;
