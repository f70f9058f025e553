package io.cdrwebhooks.lane;

import java.time.Duration;

/// The rules for working a lane.
///
/// While a backlog waits, every second request is a report that became due within `freshFor`. While
/// the index may lack new deliveries, a lane with free places looks every `lookEvery`. A round ends
/// when `roundLasts` has passed. After a fault of ours the lane waits for `ourFaultPause`. A wait
/// up to `longestMessageDelay` uses a message; a sweep ends a longer one.
public record LaneRules(
    BreakerRules breaker,
    Duration freshFor,
    Duration lookEvery,
    Duration roundLasts,
    Duration ourFaultPause,
    Duration longestMessageDelay) {}
