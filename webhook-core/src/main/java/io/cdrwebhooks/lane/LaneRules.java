package io.cdrwebhooks.lane;

import java.time.Duration;

/// How a lane is worked.
///
/// While a backlog waits, every second request is a report that became due within `freshFor`. While
/// the index may lack what was recorded, a lane with free places looks every `lookEvery`. A round
/// ends when `roundLasts` has passed. After a fault of ours the lane waits for `ourFaultPause`. A
/// wait up to `longestMessageDelay` is a message; a longer one is found by a sweep.
public record LaneRules(
    BreakerRules breaker,
    Duration freshFor,
    Duration lookEvery,
    Duration roundLasts,
    Duration ourFaultPause,
    Duration longestMessageDelay) {}
