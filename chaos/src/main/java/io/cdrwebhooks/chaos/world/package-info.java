/// The dispatch process of a run and everything around it: services and reports that do not fail,
/// proxies that inject faults, kills, receivers that misbehave, and the times of all events.
@NullMarked
package io.cdrwebhooks.chaos.world;

import org.jspecify.annotations.NullMarked;
