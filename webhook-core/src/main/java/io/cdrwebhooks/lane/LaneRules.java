package io.cdrwebhooks.lane;

import java.time.Duration;

/// How a lane is worked.
///
/// While a backlog waits, every second request is a report that became due within `freshFor`. A
/// lane with free places looks every `lookEvery` for more. A round ends when `roundLasts` has
/// passed. After a fault of ours the lane waits for `ourFaultPause`.
public record LaneRules(
    BreakerRules breaker,
    Duration freshFor,
    Duration lookEvery,
    Duration roundLasts,
    Duration ourFaultPause) {}
