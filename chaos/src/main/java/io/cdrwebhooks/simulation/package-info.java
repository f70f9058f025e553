/// Simulates days of deliveries in seconds: the decisions are the product's own (lanes, breaker,
/// schedule), while time, AWS and receivers are small models in one thread.
@NullMarked
package io.cdrwebhooks.simulation;

import org.jspecify.annotations.NullMarked;
