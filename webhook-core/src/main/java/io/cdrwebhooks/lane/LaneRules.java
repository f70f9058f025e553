package io.cdrwebhooks.lane;

import java.time.Duration;

/// The rules for working a lane.
///
/// While a backlog waits, every second request is for a report that became due within `freshFor`.
/// While the index may lack new deliveries, a lane with free places reads it every `readEvery`. The
/// round of a delivery ends after `roundLasts` if the receiver still fails. After a fault on our
/// side the lane waits for `ourFaultPause`. A wait of up to `longestMessageDelay` ends with a
/// message, and a longer one with a sweep.
public record LaneRules(
    BreakerRules breaker,
    Duration freshFor,
    Duration readEvery,
    Duration roundLasts,
    Duration ourFaultPause,
    Duration longestMessageDelay) {}
